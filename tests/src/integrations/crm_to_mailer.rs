//! From the CRM to the mailer: contacts become subscribers of a list.
//!
//! **Invariants:** whoever is on the list stays as they are, so that nobody who left is subscribed again; a second run changes
//! nothing; a run that broke off can be repeated.

use std::error::Error;

use crm::contacts::ListContacts;
use crm::models::Contact;
use mailer::models::SubscriberInput;
use mailer::runtime::Nullable;

/// What a run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Contacts that were put on the list.
    pub created: usize,
    /// Contacts that were on the list already.
    pub present: usize,
}

/// Puts every contact with a tag on a list.
///
/// # Errors
///
/// Returns the error of the first call that fails. What was done before stays done, and is not done again by another run.
pub async fn run(crm: &crm::Client, mailer: &mailer::Client, tag: &str, list_id: &str) -> Result<Counts, Box<dyn Error + Send + Sync>> {
    let mut counts = Counts::default();
    let params = ListContacts { tag: vec![tag.to_owned()], ..Default::default() };
    let mut contacts = crm.contacts().list(&params).items();
    while let Some(contact) = contacts.try_next().await? {
        match mailer.subscribers().get(list_id, &contact.email).await {
            Ok(_) => counts.present += 1,
            Err(error) if error.status() == Some(404) => {
                // `put` and not `add`: it is idempotent, so it is tried again when the connection breaks.
                mailer.subscribers().put(list_id, &contact.email, &subscriber(&contact)).await?;
                counts.created += 1;
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(counts)
}

fn subscriber(contact: &Contact) -> SubscriberInput {
    let mut subscriber = SubscriberInput::new(&contact.email);
    subscriber.name = Nullable::Value(format!("{} {}", contact.first_name, contact.last_name));
    subscriber.tags = Some(contact.tags.clone());
    subscriber.source = Some("crm".to_owned());
    subscriber
}
