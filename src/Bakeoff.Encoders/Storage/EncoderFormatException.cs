using Bakeoff.Options;

namespace Bakeoff.Encoders.Storage;

/// <summary>The folder of an encoder is missing, incomplete, damaged, or of a network that is not known.</summary>
public sealed class EncoderFormatException : BakeoffException
{
    /// <summary>Creates the error of a file or folder.</summary>
    /// <param name="path">The file or folder; it becomes the place of the error.</param>
    /// <param name="details">What is wrong, value, rule and next step.</param>
    /// <param name="innerException">The cause, if there was one.</param>
    public EncoderFormatException(string path, ErrorDetails details, Exception? innerException = null)
        : base(details with { Where = path }, innerException) => Path = path;

    /// <summary>The file or folder that cannot be used.</summary>
    public string Path { get; }
}
