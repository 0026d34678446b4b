//! Bytes of a document in, an article out, with a report of what was and was not understood.
