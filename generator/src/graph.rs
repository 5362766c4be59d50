//! Rings in graphs.

/// The index of a node that has none yet.
const NONE: usize = usize::MAX;

/// Returns the strongly connected components of a graph (Tarjan), each after every component that it leads to, its nodes in order.
///
/// It keeps its own stack, since a path through a document may be too long for recursion.
pub(crate) fn components(edges: &[Vec<usize>]) -> Vec<Vec<usize>> {
    let number = edges.len();
    let (mut order, mut lowest, mut is_placed) = (vec![NONE; number], vec![0; number], vec![false; number]);
    let (mut count, mut open, mut components) = (0, Vec::new(), Vec::<Vec<usize>>::new());
    for root in 0..number {
        let mut stack = if order[root] == NONE { vec![(root, 0)] } else { Vec::new() };
        while let Some((at, edge)) = stack.pop() {
            if edge == 0 {
                (order[at], lowest[at]) = (count, count);
                count += 1;
                open.push(at);
            }
            // When the walk returns from a target, the edge is visited again to update the lowest index.
            if let Some(&target) = edges[at].get(edge) {
                if order[target] == NONE {
                    stack.extend([(at, edge + 1), (target, 0)]);
                    continue;
                }
                stack.push((at, edge + 1));
                if !is_placed[target] {
                    lowest[at] = lowest[at].min(order[target]);
                }
                continue;
            }
            if let Some((parent, _)) = stack.last() {
                lowest[*parent] = lowest[*parent].min(lowest[at]);
            }
            if lowest[at] == order[at] {
                let from = open.iter().rposition(|id| *id == at).unwrap_or_default();
                let mut component = open.split_off(from);
                component.sort_unstable();
                component.iter().for_each(|id| is_placed[*id] = true);
                components.push(component);
            }
        }
    }
    components
}

#[cfg(test)]
mod tests {
    use super::components;

    #[test]
    fn what_is_led_to_comes_first_and_rings_are_together() {
        let edges = [vec![1], vec![2, 3], vec![1], vec![], vec![4]];
        assert_eq!(components(&edges), [vec![3], vec![1, 2], vec![0], vec![4]]);
    }
}
