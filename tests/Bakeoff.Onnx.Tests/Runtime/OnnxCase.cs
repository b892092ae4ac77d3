using Microsoft.ML.OnnxRuntime;

namespace Bakeoff.Onnx.Tests.Runtime;

/// <summary>An ONNX file with inputs, run by ONNX Runtime in this process on one thread.</summary>
/// <param name="Model">Bytes of the ONNX file.</param>
internal sealed record OnnxCase(byte[] Model)
{
    private readonly Dictionary<string, OrtValue> _inputs = new(StringComparer.Ordinal);

    public OnnxCase With(string input, float[] values, params long[] dims)
    {
        _inputs[input] = OrtValue.CreateTensorValueFromMemory(values, dims);
        return this;
    }

    public OnnxCase With(string input, long[] values, params long[] dims)
    {
        _inputs[input] = OrtValue.CreateTensorValueFromMemory(values, dims);
        return this;
    }

    /// <summary>Runs the file.</summary>
    /// <param name="output">Name of an output.</param>
    /// <returns>The values of the output, row-major.</returns>
    /// <exception cref="OnnxRuntimeException">ONNX Runtime refuses the file or an input.</exception>
    public float[] Run(string output = "probabilities")
    {
        using var options = new SessionOptions
        {
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
        };
        using var session = new InferenceSession(Model, options);
        using var run = new RunOptions();
        using var outputs = session.Run(run, _inputs, [output]);
        return outputs[0].GetTensorDataAsSpan<float>().ToArray();
    }
}
