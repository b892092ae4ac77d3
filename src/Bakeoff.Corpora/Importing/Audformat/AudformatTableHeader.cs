using Bakeoff.Options.Yaml;

namespace Bakeoff.Corpora.Importing.Audformat;

/// <summary>A table as <c>db.yaml</c> states it.</summary>
/// <param name="Name">Name of the table.</param>
/// <param name="Levels">Columns of its index with their types, in order.</param>
/// <param name="Columns">Its columns in order.</param>
/// <param name="Origin">Its place.</param>
internal sealed record AudformatTableHeader(
    string Name,
    IReadOnlyList<(string Name, AudformatType Type)> Levels,
    IReadOnlyList<AudformatColumnHeader> Columns,
    ValueOrigin Origin)
{
    /// <summary>Index of a table of files.</summary>
    public static IReadOnlyList<(string Name, AudformatType Type)> Filewise { get; } = [("file", AudformatType.Str)];

    /// <summary>Index of a table of stretches of files.</summary>
    public static IReadOnlyList<(string Name, AudformatType Type)> Segmented { get; } =
        [("file", AudformatType.Str), ("start", AudformatType.Time), ("end", AudformatType.Time)];

    /// <summary>Side of its clips in the split: train, validation, test or empty; null where the table is of no split.</summary>
    public string? Side { get; init; }
}

/// <summary>A column as <c>db.yaml</c> states it.</summary>
/// <param name="Name">Name of the column.</param>
/// <param name="Scheme">The values that it may have; null where any.</param>
/// <param name="Origin">Its place.</param>
internal sealed record AudformatColumnHeader(string Name, AudformatScheme? Scheme, ValueOrigin Origin)
{
    /// <summary>Type of its values.</summary>
    public AudformatType Type => Scheme?.Type ?? AudformatType.Object;

    /// <summary>True if column or scheme has one of some names.</summary>
    public bool IsOf(params ReadOnlySpan<string> names) => names.Contains(Name) || (Scheme is not null && names.Contains(Scheme.Name));
}
