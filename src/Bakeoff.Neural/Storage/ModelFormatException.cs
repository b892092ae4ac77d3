using Bakeoff.Options;

namespace Bakeoff.Neural.Storage;

/// <summary>A model file or checkpoint is missing, damaged, of another version, or does not fit the network.</summary>
public sealed class ModelFormatException : BakeoffException
{
    /// <summary>Creates the error of a file.</summary>
    /// <param name="path">The file; it becomes the place of the error.</param>
    /// <param name="details">What is wrong, value, rule and next step.</param>
    /// <param name="innerException">The cause, if there was one.</param>
    public ModelFormatException(string path, ErrorDetails details, Exception? innerException = null)
        : base(details with { Where = path }, innerException) => Path = path;

    /// <summary>The file that cannot be used.</summary>
    public string Path { get; }
}
