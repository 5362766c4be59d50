//! What the service knows at the start: 7 categories, 13 locations, 23 items, 11 shipments.

use super::Warehouse;
use crate::demo::table::{Clock, object};
use serde_json::json;

impl Warehouse {
    pub(super) fn seed(&mut self, clock: &mut Clock) {
        let categories = [
            ("Hardware", None),
            ("Fasteners", Some("cat_0001")),
            ("Bolts", Some("cat_0002")),
            ("Nuts", Some("cat_0002")),
            ("Tools", Some("cat_0001")),
            ("Food", None),
            ("Tea", Some("cat_0006")),
        ];
        for (name, parent) in categories {
            self.categories.insert(object(json!({"name": name, "parent_id": parent})));
        }
        for i in 0..13 {
            let mut location = json!({
                "code": format!("{}-{:02}-01", if i < 7 { "A" } else { "B" }, i),
                "kind": if i == 0 { "hall" } else { ["aisle", "shelf", "bin"][i % 3] },
                "parent_id": (i > 0).then_some("loc_0001"),
                "capacity": (i % 2 == 0).then_some(100 * i),
            });
            if i == 12 {
                location["temperature_c"] = json!([4.0, 8.5]);
            }
            self.add_location(object(location));
        }
        self.seed_items(clock);
        self.seed_shipments(clock);
    }

    fn seed_items(&mut self, clock: &mut Clock) {
        for i in 0..23_u32 {
            let (name, category) = [("Bolt", "cat_0003"), ("Nut", "cat_0004"), ("Tea", "cat_0007")][i as usize % 3];
            let sku = format!("{}-M{i}", name.to_uppercase());
            let mut item = json!({
                "sku": sku,
                "name": format!("{name} M{i}"),
                "description": (i % 2 == 0).then_some("Steel, zinc plated."),
                "category_id": (i % 5 != 4).then_some(category),
                "barcodes": [format!("76100000000{i:02}")],
                "dimensions": (i % 3 == 0).then(|| json!({"length_mm": 10 * i, "width_mm": i, "height_mm": i})),
                "unit_cost": format!("0.{:04}", 1275 + i),
                "reorder_level": if i % 6 == 5 { 200 } else { 20 },
                "attributes": {"thread": format!("M{i}"), "zinc": i % 2 == 0, "grade": 8.8},
            });
            if i % 4 != 3 {
                item["weight_kg"] = json!(0.045 * f64::from(i));
            }
            let now = clock.now();
            self.add_item(object(item), &now);
            for (location, quantity) in [("loc_0002", 60 + i), ("loc_0003", 40)] {
                let movement = json!({"kind": "receipt", "quantity": quantity, "to": location, "lot": if i % 2 == 0 { json!(i) } else { json!(format!("L-{i}")) }});
                self.apply(&sku, object(movement), &now).expect("the seed fits its own rules");
            }
        }
    }

    fn seed_shipments(&mut self, clock: &mut Clock) {
        for i in 0..11 {
            let shipment = json!({
                "recipient": {
                    "name": format!("Person {i}"), "street": "Hauptstrasse 1", "city": "Bern", "postal_code": "3011", "country": "CH",
                },
                "lines": [{"sku": "BOLT-M0", "quantity": 1 + i % 3}, {"sku": "NUT-M1", "quantity": 2}],
                "ship_by": (i % 2 == 0).then(|| format!("2026-02-{:02}", i + 10)),
                "note": (i % 3 == 0).then_some("Fragile"),
                "status": (["planned", "packed", "cancelled"][i % 3]),
            });
            let now = clock.now();
            self.add_shipment(object(shipment), &now).expect("the seed fits its own rules");
        }
    }
}
