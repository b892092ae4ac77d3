using Bakeoff.Options;

namespace Bakeoff.Cli.Scaffolding;

/// <summary>A project cannot be created in the requested folder.</summary>
/// <param name="folder">The requested folder.</param>
/// <param name="problem">What is wrong, the rule, and the next step.</param>
internal sealed class ScaffoldingException(string folder, string problem) : BakeoffException(new ErrorDetails(problem) { Where = folder })
{
    /// <summary>The requested folder.</summary>
    public string Folder { get; } = folder;
}
