using System.Globalization;
using Bakeoff.Audio.Features.Streaming;
using Bakeoff.Corpora;
using Bakeoff.Corpora.Indexing;
using Bakeoff.Neural.Engines;
using Bakeoff.Options;

namespace Bakeoff.Experiments.Speech;

/// <summary>Silero's voice activity detector, in the forms of its versions 4, 5 and 6.</summary>
/// <remarks>
/// All hear windows of 512 samples at 16 kHz, one after the other, with a state that goes from window to window. Version 4 keeps it in the
/// two tensors of an LSTM; from version 5 on it is one tensor, and each window begins with the last 64 samples of the one before.
/// </remarks>
internal sealed class SileroDetector : ISpeechDetector
{
    private const int ContextLength = 64;
    private const string NewForm = "input float32[?, ?], state float32[2, ?, 128], sr int64[]";
    private const string OldForm = "input float32[?, ?], sr int64[], h float32[2, ?, 64], c float32[2, ?, 64]";

    private static readonly (string Name, string Type, long?[] Shape)[] NewInputs =
        [("input", TensorForm.Float32, [null, null]), ("state", TensorForm.Float32, [2, null, 128]), ("sr", TensorForm.Int64, [])];

    private static readonly (string Name, string Type, long?[] Shape)[] OldInputs =
    [
        ("input", TensorForm.Float32, [null, null]), ("sr", TensorForm.Int64, []), ("h", TensorForm.Float32, [2, null, 64]),
        ("c", TensorForm.Float32, [2, null, 64]),
    ];

    private readonly IModelSession _session;
    private readonly int _contextLength;
    private readonly (string Input, string Output, long[] Shape)[] _states;

    /// <summary>Checks that a network is Silero's.</summary>
    /// <param name="session">The network.</param>
    /// <param name="path">Its file, for messages.</param>
    /// <exception cref="DatasetException">Its inputs or outputs are others.</exception>
    public SileroDetector(IModelSession session, string path)
    {
        _session = session;
        if (Fit(session.Inputs, NewInputs))
        {
            (_contextLength, _states) = (ContextLength, [("state", "stateN", [2, 1, 128])]);
        }
        else if (Fit(session.Inputs, OldInputs))
        {
            (_contextLength, _states) = (0, [("h", "hn", [2, 1, 64]), ("c", "cn", [2, 1, 64])]);
        }
        else
        {
            throw Other(path, "inputs", session.Inputs, $"{NewForm} (version 5 and 6) or {OldForm} (version 4)");
        }

        string[] outputs = ["output", .. _states.Select(static state => state.Output)];
        if (!outputs.All(name => session.Outputs.Any(output => output.Name == name && output.ElementType == TensorForm.Float32)))
        {
            throw Other(path, "outputs", session.Outputs, $"float32 tensors {string.Join(", ", outputs)}");
        }
    }

    /// <inheritdoc/>
    public int SampleRateHz => 16000;

    /// <inheritdoc/>
    public int WindowLength => 512;

    /// <inheritdoc/>
    public IReadOnlyList<float> Probabilities(MonoWindow sound, string recording)
    {
        ArgumentNullException.ThrowIfNull(sound);
        var heard = new float[_contextLength + WindowLength];
        var states = Array.ConvertAll(
            _states,
            static state => new float[state.Shape.Aggregate(1L, static (size, length) => size * length)]);
        string[] outputs = ["output", .. _states.Select(static state => state.Output)];
        var probabilities = new List<float>();
        while (sound.MoveTo((long)probabilities.Count * WindowLength, WindowLength) is { IsEmpty: false } samples)
        {
            heard.AsSpan(WindowLength).CopyTo(heard);
            var target = heard.AsSpan(_contextLength);
            target.Clear();
            samples.CopyTo(target);
            var results = _session.Run(
                [
                    new FloatTensor("input", [1, heard.Length], heard),
                    new IntegerTensor("sr", [], [SampleRateHz]),
                    .. _states.Zip(states, static (state, values) => new FloatTensor(state.Input, state.Shape, values)),
                ],
                outputs);
            probabilities.Add(
                results[0].Values is [>= 0 and <= 1 and var probability]
                    ? probability
                    : throw NoProbability(results[0].Values, probabilities.Count, recording));
            for (var i = 0; i < states.Length; i++)
            {
                states[i] = results[i + 1].Values;
            }
        }

        return probabilities;
    }

    private static bool Fit(IReadOnlyList<TensorForm> given, (string Name, string Type, long?[] Shape)[] wanted) =>
        given.Count == wanted.Length
        && wanted.All(form =>
            given.Any(input => input.Name == form.Name && input.ElementType == form.Type && Fit(input.Shape, form.Shape)));

    // A file may state a length or leave it open.
    private static bool Fit(IReadOnlyList<long?> given, long?[] wanted) =>
        given.Count == wanted.Length
        && given.Zip(wanted).All(static pair => pair.First is null || pair.Second is null || pair.First == pair.Second);

    private static DatasetException Other(string path, string what, IReadOnlyList<TensorForm> forms, string rule) =>
        new(DatasetProblem.Description, new ErrorDetails($"is not Silero's network: its {what} are {{value}}")
        {
            Where = path,
            Value = string.Join(", ", forms),
            Rule = rule,
            NextStep = "Name Silero's silero_vad.onnx for 16 kHz as segment.model.",
        });

    private DatasetException NoProbability(float[] values, int window, string recording) =>
        new(DatasetProblem.BadClip, new ErrorDetails("the network's output at {value}")
        {
            Where = recording,
            Value = string.Create(
                CultureInfo.InvariantCulture,
                $"{window * WindowLength / (double)SampleRateHz:0.###} s is {string.Join(", ", values.Take(4))}"),
            Rule = "a probability from 0 to 1",
            NextStep = "The file of segment.model is damaged or another; get it again.",
        });
}
