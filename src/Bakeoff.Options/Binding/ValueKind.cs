namespace Bakeoff.Options.Binding;

/// <summary>The forms a value can take in YAML.</summary>
internal enum ValueKind
{
    /// <summary>Characters; anything that looks like a number stays text.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Integer,

    /// <summary>A finite real number.</summary>
    Number,

    /// <summary>true or false.</summary>
    Boolean,

    /// <summary>One of a few names.</summary>
    Choice,

    /// <summary>A mapping with known keys.</summary>
    Record,

    /// <summary>A mapping with one key that names the kind and holds its options.</summary>
    Union,

    /// <summary>A list of values of one shape.</summary>
    List,

    /// <summary>A mapping with free keys and values of one shape.</summary>
    Dictionary,

    /// <summary>Any value; its type is decided by the key that it is for.</summary>
    Any,
}
