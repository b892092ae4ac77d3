using Bakeoff.Options;

namespace Bakeoff.Evaluation.Results;

/// <summary>A <c>metrics.json</c> is missing or cannot be read.</summary>
public sealed class MetricsException : BakeoffException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="path">The file.</param>
    /// <param name="details">What is wrong.</param>
    /// <param name="innerException">The cause, if there was one.</param>
    public MetricsException(string path, ErrorDetails details, Exception? innerException = null)
        : base(details with { Where = path }, innerException) => Path = path;

    /// <summary>The file.</summary>
    public string Path { get; }
}
