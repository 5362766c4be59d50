//! Generates the client of the CRM.

use turnbuckle::Generator;
use turnbuckle::generator::Failure;

fn main() -> Result<(), Failure> {
    Generator::new("../../specs/crm.yaml").generate_to_out_dir()
}
