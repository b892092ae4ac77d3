using Bakeoff.Options;
using Bakeoff.Pipeline.Fingerprints;

namespace Bakeoff.Pipeline.Store;

/// <summary>The store cannot be read or written, or holds something that must not be used.</summary>
[OutsideFingerprint("carries results and makes none")]
public sealed class StoreException : BakeoffException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="details">What is wrong, which rule it breaks and what the user can do; the place is added.</param>
    /// <param name="innerException">The cause, if there was one.</param>
    public StoreException(string path, ErrorDetails details, Exception? innerException = null)
        : base((details ?? throw new ArgumentNullException(nameof(details))) with { Where = path }, innerException) => Path = path;

    /// <summary>The file or folder.</summary>
    public string Path { get; }
}
