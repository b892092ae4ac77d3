using System.Globalization;
using Bakeoff.Audio.Features;
using Bakeoff.Encoders.Storage;
using Bakeoff.Neural.Engines;
using Bakeoff.Options;

namespace Bakeoff.Encoders.Onnx;

/// <summary>A network from sound to features, whose inputs and output were found to fit.</summary>
/// <remarks>
/// <para>Input: float32 [clips, samples], [clips, 1, samples] or [samples], with any number of samples. Output: float32 with the same first
/// axis, then [values] for one row a clip or [frames, values]. Where one of two lengths is open, it is time, so [values, frames] is taken
/// too. What the file leaves open is found by running one and two seconds of silence: the length that differs is time.</para>
/// <para>Thread-safe.</para>
/// </remarks>
internal sealed class OnnxNetwork
{
    private const int SamplesOfProbe = 16_000;

    private readonly IModelSession _session;
    private readonly string _path;
    private readonly TensorForm _input;
    private readonly TensorForm _output;
    private readonly string? _mask;
    private readonly int _rank;
    private readonly int? _timeAxis;

    /// <summary>Checks a network.</summary>
    /// <param name="session">The network.</param>
    /// <param name="path">Its file, for messages.</param>
    /// <param name="kind">Names of input, output and mask.</param>
    /// <exception cref="EncoderFormatException">It does not go from sound to features.</exception>
    public OnnxNetwork(IModelSession session, string path, OnnxKind kind)
    {
        (_session, _path, _mask) = (session, path, kind.Mask);
        var inputs = session.Inputs.Where(input => input.Name != kind.Mask).ToList();
        _input = Choose(inputs, kind.Input, "input");
        CheckInput(inputs);
        CheckMask();
        _output = Choose(session.Outputs, kind.Output, "output");
        if (_output.ElementType != TensorForm.Float32)
        {
            throw Refuse("output", _output, "float32", "Export it with this output as float32, or name another.");
        }

        // One length of one, or the only open one of two: the file has said it all.
        long?[] shape = [.. _output.Shape.Skip(BatchAxes)];
        shape = shape.Length is 1 or 2 && shape.Count(static length => length is null) == shape.Length - 1 ? shape : Probe();
        (_rank, _timeAxis) = (shape.Length, TimeAxis(shape));
        Width = ValueAxis is { } axis ? checked((int)shape[axis]!.Value) : 1;
    }

    /// <summary>Values of a frame, or of the one row.</summary>
    public int Width { get; }

    /// <summary>True if a clip has one row and no frames.</summary>
    public bool GivesOneRow => _timeAxis is null;

    private int BatchAxes => _input.Shape.Count > 1 ? 1 : 0;

    // None where a frame is a single number.
    private int? ValueAxis => _rank == 2 ? 1 - _timeAxis : _timeAxis is null ? 0 : null;

    /// <summary>Runs a clip.</summary>
    /// <param name="mono">Samples at the network's rate.</param>
    /// <returns>[frames, <see cref="Width"/>].</returns>
    /// <exception cref="UnusableSignalException">The network fails on the clip, or gives no frame or a value that is not
    /// finite.</exception>
    public float[] Run(ReadOnlySpan<float> mono)
    {
        FloatTensor result;
        try
        {
            result = RunOnce(mono.ToArray());
        }
        catch (EngineException exception)
        {
            throw Unusable(mono.Length, FirstLine(exception));
        }

        long[] shape = [.. result.Shape.Skip(BatchAxes)];
        if (shape.Length != _rank || (ValueAxis is { } axis && shape[axis] != Width) || result.Values.Length == 0)
        {
            throw Unusable(mono.Length, $"{_output.Name} has shape [{string.Join(", ", result.Shape)}], expected frames of {Width} values");
        }

        foreach (var value in result.Values)
        {
            if (!float.IsFinite(value))
            {
                throw Unusable(mono.Length, $"{_output.Name} holds {(float.IsNaN(value) ? "NaN" : "an infinite number")}");
            }
        }

        return _timeAxis == 1 ? Transpose(result.Values, Width) : result.Values;
    }

    private FloatTensor RunOnce(float[] samples)
    {
        long[] shape = [.. Enumerable.Repeat(1L, _input.Shape.Count - 1), samples.Length];
        List<ModelTensor> inputs = [new FloatTensor(_input.Name, shape, samples)];
        if (_mask is not null)
        {
            var ones = new long[samples.Length];
            Array.Fill(ones, 1);
            inputs.Add(new IntegerTensor(_mask, BatchAxes == 1 ? [1, samples.Length] : [samples.Length], ones));
        }

        return _session.Run(inputs, [_output.Name])[0];
    }

    private static float[] Transpose(float[] values, int width)
    {
        var frames = values.Length / width;
        var result = new float[values.Length];
        for (var i = 0; i < width; i++)
        {
            for (var frame = 0; frame < frames; frame++)
            {
                result[(frame * width) + i] = values[(i * frames) + frame];
            }
        }

        return result;
    }

    private TensorForm Choose(IReadOnlyList<TensorForm> forms, string? name, string what)
    {
        var found = name is null ? (forms.Count == 1 ? forms[0] : null) : forms.FirstOrDefault(form => form.Name == name);
        return found ?? throw new EncoderFormatException(
            _path,
            new ErrorDetails(name is null ? $"the network has {Quantity.Of(forms.Count, what)}" : $"the network has no {what} {name}")
            {
                Rule = $"the name of one of {string.Join(", ", forms)}",
                NextStep = $"Write kind: {{onnx: {{{what}: NAME}}}}.",
            });
    }

    private void CheckInput(IReadOnlyList<TensorForm> all)
    {
        const string Sound = "float32[?, ?], [?, 1, ?] or [?], samples of any number";
        if (_input.ElementType != TensorForm.Float32 || _input.Shape.Count is < 1 or > 3)
        {
            throw Refuse("input", _input, Sound, "Export the network with its front end, from samples on.");
        }

        if (_input.Shape[^1] is not null)
        {
            throw Refuse("input", _input, Sound, "Export it with the samples as a dynamic axis; networks of fixed windows are not run.");
        }

        if (_input.Shape.SkipLast(1).Any(static length => length is not (null or 1)))
        {
            throw Refuse("input", _input, Sound, "Export it for single clips of one channel.");
        }

        if (all.Where(input => input != _input).ToList() is { Count: > 0 } others)
        {
            throw new EncoderFormatException(_path, new ErrorDetails("the network also asks for {value}")
            {
                Value = string.Join(", ", others),
                Rule = $"{_input.Name} alone",
                NextStep = "Export it with these as constants. An input that takes ones for all samples is named as mask; networks that "
                    + "keep a state from window to window are not run.",
            });
        }
    }

    private void CheckMask()
    {
        if (_mask is null)
        {
            return;
        }

        var form = Choose(_session.Inputs, _mask, "mask");
        if (form.ElementType != TensorForm.Int64 || form.Shape.Count != BatchAxes + 1 || form.Shape[^1] is not null)
        {
            throw Refuse("mask", form, BatchAxes == 1 ? "int64[?, ?]" : "int64[?]", "Name another input, or leave mask out.");
        }
    }

    // Lengths of the output; null where the samples decide.
    private long?[] Probe()
    {
        long[][] shapes;
        try
        {
            shapes = Array.ConvertAll(
                [SamplesOfProbe, 2 * SamplesOfProbe],
                samples => RunOnce(new float[samples]).Shape.Skip(BatchAxes).ToArray());
        }
        catch (EngineException exception)
        {
            var what = $"the network fails on {SamplesOfProbe} samples of silence: {FirstLine(exception)}";
            throw new EncoderFormatException(_path, new ErrorDetails(what) { NextStep = "Export it again." }, exception);
        }

        var (one, two) = (shapes[0], shapes[1]);
        if (one.Length is < 1 or > 2 || one.Length != two.Length || one.Zip(two).Count(static pair => pair.First != pair.Second) > 1)
        {
            throw Refuse(
                "output",
                _output,
                BatchAxes == 1 ? "[clips, values] or [clips, frames, values]" : "[values] or [frames, values]",
                FormattableString.Invariant($"Of {SamplesOfProbe} samples it makes [{string.Join(", ", one)}] a clip, ")
                    + $"of twice as many [{string.Join(", ", two)}].");
        }

        return [.. one.Zip(two, (first, second) => first == second ? first : (long?)null)];
    }

    // Of two lengths that the samples do not change, the first is time.
    private static int? TimeAxis(IReadOnlyList<long?> shape) =>
        shape.Count == 1 ? (shape[0] is null ? 0 : null) : shape[1] is null ? 1 : 0;

    private static string FirstLine(EngineException exception) => exception.What.Split('\n')[0].TrimEnd('.');

    private EncoderFormatException Refuse(string what, TensorForm form, string rule, string nextStep) =>
        new(_path, new ErrorDetails($"{what} {{value}} does not fit") { Value = form.ToString(), Rule = rule, NextStep = nextStep });

    private UnusableSignalException Unusable(int samples, string what) =>
        new(new ErrorDetails(
            string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileName(_path)} cannot be used on {samples} samples: {what}")));
}
