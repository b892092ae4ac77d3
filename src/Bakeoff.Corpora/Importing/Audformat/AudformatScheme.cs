using Bakeoff.Options.Yaml;

namespace Bakeoff.Corpora.Importing.Audformat;

/// <summary>A scheme of <c>db.yaml</c>: the values that columns may have.</summary>
/// <param name="Name">Name of the scheme.</param>
/// <param name="Type">Type of the values.</param>
/// <param name="Origin">Its place.</param>
internal sealed record AudformatScheme(string Name, AudformatType Type, ValueOrigin Origin)
{
    /// <summary>The labels by their codes, in the order written; null where the scheme lists none.</summary>
    public IReadOnlyDictionary<string, AudformatLabel>? Labels { get; init; }

    /// <summary>The misc table whose index is the labels; null where there is none.</summary>
    public string? MiscTable { get; init; }
}

/// <summary>A label of a scheme.</summary>
/// <param name="Meaning">What the code stands for; null where it stands for itself.</param>
/// <param name="Properties">Everything else that is stated of it by name, such as a speaker's age.</param>
internal sealed record AudformatLabel(string? Meaning, IReadOnlyDictionary<string, string> Properties)
{
    /// <summary>A label that stands for itself.</summary>
    public static AudformatLabel Plain { get; } = new(null, new Dictionary<string, string>(StringComparer.Ordinal));
}
