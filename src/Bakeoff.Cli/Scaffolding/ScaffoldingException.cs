namespace Bakeoff.Cli.Scaffolding;

/// <summary>A project cannot be made where it was asked for.</summary>
internal sealed class ScaffoldingException(string folder, string problem) : Exception($"{folder}: {problem}")
{
    /// <summary>The folder asked for.</summary>
    public string Folder { get; } = folder;
}
