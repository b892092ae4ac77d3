using Bakeoff.Options;
using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Pipeline.Store;

/// <summary>The store cannot be read or written, or holds something that must not be used.</summary>
[OutsideFingerprint("carries results and makes none")]
public sealed class StoreException : BakeoffException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="path">The file or folder at fault.</param>
    /// <param name="message">Where, what, value, rule and next step.</param>
    /// <param name="innerException">What caused it, if anything did.</param>
    public StoreException(string path, string message, Exception? innerException = null)
        : base(new ErrorDetails(message), innerException) => Path = path;

    /// <summary>The file or folder at fault.</summary>
    public string Path { get; }
}
