namespace Bakeoff.Pipeline.Fingerprints;

/// <summary>One type of a compiled assembly, as far as a code fingerprint needs it.</summary>
/// <param name="read">Reads the code of the type; called once, when the type is first reached.</param>
internal sealed class CodeType(Func<CodeText> read)
{
    private CodeText? _code;

    /// <summary>Assembly name.</summary>
    public required string Assembly { get; init; }

    /// <summary>Full name, nested types after a plus sign.</summary>
    public required string Name { get; init; }

    /// <summary>Assembly name and full name, by which other types refer to it.</summary>
    public required string Key { get; init; }

    /// <summary>Keys of base class and interfaces.</summary>
    public required IReadOnlyList<string> Parents { get; init; }

    /// <summary>True for an interface or a class that is not sealed.</summary>
    public required bool CanBeImplemented { get; init; }

    /// <summary>True if it carries <see cref="OutsideFingerprintAttribute"/>.</summary>
    public required bool IsOutside { get; init; }

    /// <summary>The code. Most commands reach a part of all types, and reading code is most of the work.</summary>
    public CodeText Code => _code ??= read();
}

/// <summary>The code of a type.</summary>
/// <param name="Digest">Digest of fields, constants, data, attributes and instructions.</param>
/// <param name="References">Keys of the types it names anywhere.</param>
/// <param name="DispatchedOn">Keys of the types whose members it calls.</param>
internal sealed record CodeText(string Digest, IReadOnlyCollection<string> References, IReadOnlyCollection<string> DispatchedOn);
