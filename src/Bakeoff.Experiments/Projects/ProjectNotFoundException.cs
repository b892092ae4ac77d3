using Bakeoff.Options;

namespace Bakeoff.Experiments.Projects;

/// <summary>A command was given outside a project.</summary>
public sealed class ProjectNotFoundException : BakeoffException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="folder">Where the project was looked for.</param>
    public ProjectNotFoundException(string folder)
        : base(new ErrorDetails("neither this folder nor one above it holds a folder 'experiments'")
        {
            Where = folder,
            Rule = "a Bakeoff project",
            NextStep = "Change to the project's root, or make a project with 'bakeoff new FOLDER'.",
        }) => Folder = folder;

    /// <summary>Where the project was looked for.</summary>
    public string Folder { get; }
}
