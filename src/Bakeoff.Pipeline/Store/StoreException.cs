namespace Bakeoff.Pipeline.Store;

/// <summary>The store cannot be read or written, or holds something that must not be used.</summary>
public sealed class StoreException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="path">The file or folder at fault.</param>
    /// <param name="message">Where, what, value, rule and next step.</param>
    /// <param name="innerException">What caused it, if anything did.</param>
    public StoreException(string path, string message, Exception? innerException = null)
        : base(message, innerException) => Path = path;

    /// <summary>The file or folder at fault.</summary>
    public string Path { get; }
}
