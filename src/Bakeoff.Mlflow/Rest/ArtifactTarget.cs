namespace Bakeoff.Mlflow.Rest;

/// <summary>Place of a file to write.</summary>
/// <param name="RootUri">URI of the run's or logged model's artifacts.</param>
/// <param name="Path">Path below the root, checked.</param>
internal sealed record ArtifactTarget(string RootUri, string Path)
{
    /// <summary>Run that the file belongs to; null for a logged model's file.</summary>
    public string? RunId { get; init; }

    /// <summary>Logged model that the file belongs to; null for a run's file.</summary>
    public string? ModelId { get; init; }
}
