//! A crate whose build script generates the client that it uses.

pub mod crm {
    //! The client of the CRM.

    include!(concat!(env!("OUT_DIR"), "/crm.rs"));
}
