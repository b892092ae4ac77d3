using Bakeoff.Options;

namespace Bakeoff.Models;

/// <summary>A folder holds no trained model, or not the requested fold.</summary>
public sealed class ModelNotFoundException : BakeoffException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="folder">The folder that was searched.</param>
    /// <param name="details">The error in parts.</param>
    public ModelNotFoundException(string folder, ErrorDetails details)
        : base(details) => Folder = folder;

    /// <summary>The folder that was searched.</summary>
    public string Folder { get; }
}
