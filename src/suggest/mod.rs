//! What a text proposes; never codes.
