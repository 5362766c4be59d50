//! Random graphs of schemas: generation ends, what is generated compiles, and reading values ends.
//!
//! The graphs of [`seeds`](turnbuckle_graphs::graph::seeds) are compiled into this crate. Others are tried with `TURNBUCKLE_GRAPHS=100+20`.

use std::thread;

use turnbuckle::Generator;
use turnbuckle::source::Input;
use turnbuckle_graphs::{graph, read_all};

#[test]
fn a_plan_of_any_graph_ends_and_its_diagnostics_have_places() {
    // Far from what is compiled, on a stack that is smaller than that of a program.
    let all = thread::Builder::new().stack_size(1 << 20).spawn(|| {
        for first in (1_000..1_400).step_by(4) {
            let text = graph::document(first..first + 4).to_string();
            let plan = Generator::from_input(Input::Text { name: "graphs.json".to_owned(), text }).plan();
            let plan = plan.unwrap_or_else(|failure| panic!("the graphs from {first} are refused: {failure}"));
            let nowhere = plan.diagnostics.iter().find(|diagnostic| diagnostic.location.is_none());
            assert!(nowhere.is_none(), "{first}: {nowhere:?}");
        }
    });
    all.expect("a thread can be started").join().expect("generation ends");
}

#[test]
fn reading_values_ends_and_what_was_read_is_written_the_same_again() {
    let (read, refused) = read_all(200);
    assert!(read > 2 * refused && refused > 100, "{read} values were read, and {refused} refused");
}
