//! A crate whose build script generates the client that it uses.

pub mod crm {
    //! The client of the CRM.

    include!(concat!(env!("OUT_DIR"), "/crm.rs"));
}

pub mod bodies {
    //! The client of a service that takes bodies of every form.

    include!(concat!(env!("OUT_DIR"), "/bodies.rs"));
}

pub mod quay {
    //! The client of a service whose answers do not fit its document.

    include!(concat!(env!("OUT_DIR"), "/quay.rs"));
}

pub mod mended {
    //! The client of the same service, of the document with the overlays that its errors name.

    include!(concat!(env!("OUT_DIR"), "/mended.rs"));
}

pub mod signatures {
    //! The clients of a service that signs its events in each of the known ways.

    macro_rules! clients {
        ($($name:ident)*) => { $(
            pub mod $name {
                //! A client.

                include!(concat!(env!("OUT_DIR"), "/", stringify!($name), ".rs"));
            }
        )* };
    }
    clients! { stripe github github_sha1 slack shopify hubspot twilio adyen adyen_platform svix discord standard_webhooks }
}
