/**
 * What every printed function assumes. Bodies never run: `loop {}` returns whatever the signature says. No type here has
 * a destructor, so that leaving a scope is no use of what is still in it, as in TypeScript. A container has its elements
 * as a part, which may leave while the container stays (R4); growing it invalidates no borrow of an element (B5).
 */
export const rustPrelude = `#![crate_type = "lib"]
#![allow(warnings)]
pub struct Budget(i32);
pub type Opt = Option<Budget>;
pub struct Pair { pub a: Budget, pub c: Budget, pub n: i32 }
pub type Tuple = (Budget, Budget);
pub struct Nest { pub p: Pair, pub b: Budget }
pub struct List { pub elements: Elements }
pub struct Elements(i32);
pub struct Later(Budget);
fn fresh<T>() -> T { loop {} }
fn c() -> bool { loop {} }
fn see<T>(_: &T) {}
fn leak<T>(_: T) -> &'static T { loop {} }
fn some(_: &Budget) -> &Opt { loop {} }
fn lent_pair<'a>(a: &'a Budget, c: &'a Budget) -> &'a Pair { loop {} }
fn lent_tuple<'a>(a: &'a Budget, c: &'a Budget) -> &'a Tuple { loop {} }
fn lent_nest<'a>(p: &'a Pair, b: &'a Budget) -> &'a Nest { loop {} }
fn lent_list<'a>(_: &[&'a Budget]) -> &'a List { loop {} }
fn take<T>(_: T) {}
fn spend(_: Budget, _: i32) -> Budget { loop {} }
fn split(_: Budget, _: i32) -> Tuple { loop {} }
fn merge(_: Budget, _: Budget) -> Budget { loop {} }
fn close(_: Budget) -> i32 { loop {} }
fn remaining(_: &Budget) -> i32 { loop {} }
fn peek<T>(_: &T) -> i32 { loop {} }
fn look(_: &Budget, _: i32) -> i32 { loop {} }
fn mix(_: Budget, _: i32) -> i32 { loop {} }
fn element(_: &List) -> &Budget { loop {} }
fn push(_: &List, _: Budget) {}
fn pop(_: &mut List) -> Opt { loop {} }
fn both(_: Budget, _: Budget) -> i32 { loop {} }
`;
