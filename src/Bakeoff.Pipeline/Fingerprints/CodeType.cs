namespace Bakeoff.Pipeline.Fingerprints;

/// <summary>One type of a compiled assembly, as far as a code fingerprint needs it.</summary>
internal sealed record CodeType
{
    /// <summary>Assembly name.</summary>
    public required string Assembly { get; init; }

    /// <summary>Full name, nested types after a plus sign.</summary>
    public required string Name { get; init; }

    /// <summary>Assembly name and full name, by which other types refer to it.</summary>
    public required string Key { get; init; }

    /// <summary>Digest of fields, constants, data, attributes and instructions.</summary>
    public required string Digest { get; init; }

    /// <summary>Keys of base class and interfaces.</summary>
    public required IReadOnlyCollection<string> Parents { get; init; }

    /// <summary>Keys of the types it names anywhere.</summary>
    public required IReadOnlyCollection<string> References { get; init; }

    /// <summary>Keys of the types whose members it calls.</summary>
    public required IReadOnlyCollection<string> DispatchedOn { get; init; }

    /// <summary>True for an interface or a class that is not sealed.</summary>
    public required bool CanBeImplemented { get; init; }

    /// <summary>True if it carries <see cref="OutsideFingerprintAttribute"/>.</summary>
    public required bool IsOutside { get; init; }
}
