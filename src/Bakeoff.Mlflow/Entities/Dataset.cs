namespace Bakeoff.Mlflow.Entities;

/// <summary>A data set as MLflow describes it.</summary>
public sealed record Dataset
{
    /// <summary>Name, at most 500 characters.</summary>
    public required string Name { get; init; }

    /// <summary>Digest of the content, at most 36 characters. Name and digest together identify the data set.</summary>
    public required string Digest { get; init; }

    /// <summary>Kind of source, such as <c>local</c>, <c>http</c> or <c>code</c>.</summary>
    public required string SourceType { get; init; }

    /// <summary>Source as JSON text, such as <c>{"uri":"corpus.zip"}</c>; at most 65535 characters.</summary>
    public required string Source { get; init; }

    /// <summary>Schema as JSON text; null if unknown.</summary>
    public string? Schema { get; init; }

    /// <summary>Sizes and counts as JSON text; null if unknown.</summary>
    public string? Profile { get; init; }
}
