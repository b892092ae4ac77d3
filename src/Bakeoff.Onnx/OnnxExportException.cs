using Bakeoff.Options;

namespace Bakeoff.Onnx;

/// <summary>Something has no ONNX form; the message says what and what to do instead.</summary>
public sealed class OnnxExportException : BakeoffException
{
    /// <summary>Creates the error.</summary>
    /// <param name="message">What cannot be exported, the rule, and the next step.</param>
    public OnnxExportException(string message)
        : base(new ErrorDetails(message))
    {
    }
}
