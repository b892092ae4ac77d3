using Bakeoff.Options;

namespace Bakeoff.Onnx;

/// <summary>A model, or a part of it, has no ONNX form.</summary>
/// <param name="details">What has no ONNX form, the rule and the next step.</param>
public sealed class OnnxExportException(ErrorDetails details) : BakeoffException(details);
