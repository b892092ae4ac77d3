using Bakeoff.Options;

namespace Bakeoff.Pipeline.Tables;

/// <summary>A table on disk is missing or cannot be read.</summary>
public sealed class TableException : BakeoffException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="path">The file.</param>
    /// <param name="details">What is wrong and which rule it breaks.</param>
    /// <param name="innerException">The cause, if there was one.</param>
    public TableException(string path, ErrorDetails details, Exception? innerException = null)
        : base(details, innerException) => Path = path;

    /// <summary>The file.</summary>
    public string Path { get; }
}
