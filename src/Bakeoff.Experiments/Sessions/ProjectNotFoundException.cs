namespace Bakeoff.Experiments.Sessions;

/// <summary>A command was given outside a project.</summary>
public sealed class ProjectNotFoundException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="folder">Where the project was looked for.</param>
    public ProjectNotFoundException(string folder)
        : base($"{folder}: neither this folder nor one above it holds a folder 'experiments', expected a Bakeoff project. Change to the project's root, or make a project with 'bakeoff new FOLDER'.") => Folder = folder;

    /// <summary>Where the project was looked for.</summary>
    public string Folder { get; }
}
