using Bakeoff.Neural.Engines;
using Bakeoff.Options;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace Bakeoff.OnnxRuntime;

/// <summary>An ONNX file that ONNX Runtime has loaded.</summary>
internal sealed class OnnxSession(string path, InferenceSession session) : IModelSession
{
    /// <inheritdoc/>
    public IReadOnlyList<TensorForm> Inputs { get; } = [.. session.InputMetadata.Select(static input => Form(input.Key, input.Value))];

    /// <inheritdoc/>
    public IReadOnlyList<TensorForm> Outputs { get; } = [.. session.OutputMetadata.Select(static output => Form(output.Key, output.Value))];

    /// <inheritdoc/>
    public IReadOnlyList<FloatTensor> Run(IReadOnlyList<ModelTensor> inputs, IReadOnlyList<string> outputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(outputs);
        var values = new List<OrtValue>();
        try
        {
            values.AddRange(inputs.Select(Value));
            using var options = new RunOptions();
            using var results = session.Run(options, [.. inputs.Select(static input => input.Name)], values, outputs);
            return [.. outputs.Zip(results, Read)];
        }
        catch (OnnxRuntimeException exception)
        {
            throw new EngineException(
                IModelEngine.OnnxRuntime,
                new ErrorDetails($"{path} fails: {exception.Message}"),
                exception);
        }
        finally
        {
            values.ForEach(static value => value.Dispose());
        }
    }

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();

    private static TensorForm Form(string name, NodeMetadata metadata) => metadata.OnnxValueType == OnnxValueType.ONNX_TYPE_TENSOR
        ? new TensorForm(
            name,
            metadata.ElementDataType switch
            {
                TensorElementType.Float => TensorForm.Float32,
                TensorElementType.Int64 => TensorForm.Int64,
                var other => other.ToString().ToLowerInvariant(),
            },
            [.. metadata.Dimensions.Select(static length => length < 0 ? (long?)null : length)])
        : new TensorForm(name, metadata.OnnxValueType.ToString(), []);

    private static OrtValue Value(ModelTensor tensor) => tensor switch
    {
        FloatTensor floats => OrtValue.CreateTensorValueFromMemory(floats.Values, [.. floats.Shape]),
        IntegerTensor integers => OrtValue.CreateTensorValueFromMemory(integers.Values, [.. integers.Shape]),
        _ => throw new ArgumentException($"{tensor.Name} is a {tensor.GetType().Name}, expected float32 or int64.", nameof(tensor)),
    };

    private FloatTensor Read(string name, OrtValue value)
    {
        var form = value.GetTensorTypeAndShape();
        return form.ElementDataType == TensorElementType.Float
            ? new FloatTensor(name, form.Shape, value.GetTensorDataAsSpan<float>().ToArray())
            : throw new EngineException(IModelEngine.OnnxRuntime, new ErrorDetails($"{path}: output {name} holds {{value}}")
            {
                Value = form.ElementDataType.ToString().ToLowerInvariant(),
                Rule = TensorForm.Float32,
            });
    }
}
