//! CSV out.
