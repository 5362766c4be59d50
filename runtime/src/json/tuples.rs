//! Reads lists whose elements each have a type of their own.

use super::decode::Decoder;
use super::read::Failure;
use crate::model::{Record, Slot, fixed, flags};

impl Decoder<'_> {
    /// Reads the elements of a list into the fields of a record, and those after them into its tail.
    pub(super) fn tuple(&mut self, tuple: &mut dyn Record) -> Result<(), Failure> {
        let start = self.reader.at();
        let fields = tuple.meta().fields;
        let fixed = fixed(tuple);
        let mut first = true;
        let mut count = 0;
        self.reader.enter()?;
        while self.reader.item(&mut first)? {
            if count < fixed {
                self.field(tuple, &fields[count], count)?;
            } else {
                self.tail(tuple.field_slot(fixed))?;
            }
            count += 1;
        }
        for (index, field) in fields.iter().enumerate().take(fixed).skip(count).filter(|(_, it)| it.flags & flags::REQUIRED != 0) {
            match tuple.field_slot(index) {
                Slot::Opt(_) => self.fit.doubts += 1,
                slot => self.refuse(Failure::missing(start, field.wire, slot.expected()))?,
            }
        }
        Ok(())
    }

    fn tail(&mut self, slot: Slot<'_>) -> Result<(), Failure> {
        match slot {
            Slot::List(list) => self.slot(list.push()),
            _ => self.lose(None),
        }
    }
}
