using Bakeoff.Options;

namespace Bakeoff.Neural.Storage;

/// <summary>A model file or checkpoint is missing, damaged, of another version, or does not fit the network.</summary>
public sealed class ModelFormatException : BakeoffException
{
    /// <summary>Creates the error for a file.</summary>
    /// <param name="path">File that could not be used.</param>
    /// <param name="problem">What is wrong, the rule, and the next step.</param>
    /// <param name="inner">The error behind it, if any.</param>
    public ModelFormatException(string path, string problem, Exception? inner = null)
        : base(new ErrorDetails(problem) { Where = path }, inner) => Path = path;

    /// <summary>File that could not be used.</summary>
    public string Path { get; }
}
