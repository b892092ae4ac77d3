using Bakeoff.Options;

namespace Bakeoff.Cli.Scaffolding;

/// <summary>A project cannot be created in the requested folder.</summary>
/// <param name="folder">The requested folder.</param>
/// <param name="problem">What is wrong with it.</param>
/// <param name="nextStep">What the user can do.</param>
/// <param name="rule">What was expected.</param>
internal sealed class ScaffoldingException(string folder, string problem, string nextStep, string rule = "a folder that is new or empty")
    : BakeoffException(new ErrorDetails(problem) { Where = folder, Rule = rule, NextStep = nextStep })
{
    /// <summary>The requested folder.</summary>
    public string Folder { get; } = folder;
}
