using System.Globalization;
using Bakeoff.Audio.Features;
using Bakeoff.Encoders.Onnx;
using Bakeoff.Encoders.Storage;
using Bakeoff.Neural.Engines;
using Bakeoff.Options;

namespace Bakeoff.Encoders.Tests;

/// <summary>Forms of networks, behind a stand-in of the engine; real files are run where the engine is installed.</summary>
public sealed class OnnxNetworkTests
{
    private static readonly OnnxKind Kind = new() { Model = "m.onnx", SampleRateHz = 16_000 };

    private static readonly TensorForm Sound = new("signal", "float32", [null, null]);

    [Theory]
    [InlineData("?,7,3", "1,7,3", 3, false)] // both stated: the first is time
    [InlineData("?,?,3", "1,2,3", 3, false)]
    [InlineData("?,3,?", "1,3,2", 3, false)]
    [InlineData("?,3", "1,3", 3, true)]
    [InlineData("?,?", "1,16", 1, false)] // a number a frame, found by silence of two lengths
    [InlineData("", "1,16", 1, false)]
    public void Create_Shapes_TellFramesFromRows(string stated, string made, int width, bool isRow)
    {
        var network = new OnnxNetwork(new StandIn([Sound], [Form("out", stated)]) { Made = Lengths(made) }, "m.onnx", Kind);

        (network.Width, network.GivesOneRow).ShouldBe((width, isRow));
    }

    [Fact]
    public void Run_ValuesBeforeFrames_AreTransposed()
    {
        var session = new StandIn([Sound], [Form("out", "?,3,?")]) { Made = [1, 3, 2] };

        new OnnxNetwork(session, "m.onnx", Kind).Run(new float[320]).ShouldBe([0, 2, 4, 1, 3, 5]);

        session.Given.ShouldHaveSingleItem().ShouldBe("signal[1, 320]");
    }

    [Theory]
    [InlineData("?", "signal[320]")]
    [InlineData("?,1,?", "signal[1, 1, 320]")]
    [InlineData("1,?", "signal[1, 320]")]
    public void Run_Input_HasTheFormOfTheFile(string form, string given)
    {
        var session = new StandIn([Form("signal", form)], [Form("out", form == "?" ? "3" : "?,3")]) { Made = form == "?" ? [3] : [1, 3] };

        new OnnxNetwork(session, "m.onnx", Kind).Run(new float[320]).ShouldBe([0, 1, 2]);

        session.Given.ShouldHaveSingleItem().ShouldBe(given);
    }

    [Fact]
    public void Run_Mask_IsOnesForAllSamples()
    {
        var session = new StandIn([Sound, new("attention_mask", "int64", [null, null])], [Form("out", "?,3")]) { Made = [1, 3] };

        new OnnxNetwork(session, "m.onnx", Kind with { Mask = "attention_mask" }).Run(new float[320]);

        session.Given.ShouldHaveSingleItem().ShouldBe("signal[1, 320] attention_mask[1, 320] ones");
    }

    [Fact]
    public void Create_WhatIsNoNetworkOfSound_NamesFormRuleAndNextStep()
    {
        TensorForm[] row = [Form("out", "?,3")];
        TensorForm[] silero = [Form("input", "?,?"), Form("state", "2,?,128"), new("sr", "int64", [])];
        Refuse(silero, row, Kind with { Input = "input" }).ShouldBe(
            "m.onnx: the network also asks for state float32[2, ?, 128], sr int64[], expected input alone. Export it with "
                + "these as constants. An input that takes ones for all samples is named as mask; networks that keep a state from window to "
                + "window are not run.");
        Refuse(silero, row, Kind).ShouldBe(
            "m.onnx: the network has 3 inputs, expected the name of one of input float32[?, ?], state float32[2, ?, 128], sr int64[]. "
                + "Write kind: {onnx: {input: NAME}}.");
        Refuse([Form("window", "1,15600")], row, Kind).ShouldBe(
            "m.onnx: input window float32[1, 15600] does not fit, expected float32[?, ?], [?, 1, ?] or [?], samples of any number. "
                + "Export it with the samples as a dynamic axis; networks of fixed windows are not run.");
        Refuse([Form("mel", "?,80,?")], row, Kind).ShouldContain("input mel float32[?, 80, ?] does not fit");
        Refuse([new("half", "float16", [null, null])], row, Kind).ShouldContain("input half float16[?, ?] does not fit");
        Refuse([Sound], [Form("a", "?,3"), Form("b", "?,3")], Kind).ShouldStartWith("m.onnx: the network has 2 outputs, expected the name");
        Refuse([Sound], row, Kind with { Output = "embedding" })
            .ShouldStartWith("m.onnx: the network has no output embedding, expected the name of one of out float32[?, 3].");
        Refuse([Sound], [new("ids", "int64", [null, null])], Kind).ShouldContain("output ids int64[?, ?] does not fit, expected float32.");
        Refuse([Sound], row, Kind with { Mask = "none" })
            .ShouldStartWith("m.onnx: the network has no mask none, expected the name of one of");
        Refuse([Sound, Form("m", "?,?")], row, Kind with { Mask = "m" })
            .ShouldContain("mask m float32[?, ?] does not fit, expected int64[?, ?].");
        Refuse([Sound], [Form("deep", "?,2,3,4")], Kind, [1, 2, 3, 4]).ShouldContain(
            "output deep float32[?, 2, 3, 4] does not fit, expected [clips, values] or [clips, frames, values]. Of 16000 samples it makes "
                + "[2, 3, 4] a clip, of twice as many [2, 3, 4].");
    }

    [Theory]
    [InlineData(0, "m.onnx cannot be used on 320 samples: out has shape [1, 4], expected frames of 3 values")]
    [InlineData(1, "m.onnx cannot be used on 320 samples: out holds NaN")]
    [InlineData(2, "m.onnx cannot be used on 320 samples: m.onnx fails: Conv: too short")]
    public void Run_WhatCannotBeUsed_IsAnErrorOfTheClip(int what, string message)
    {
        var session = new StandIn([Sound], [Form("out", "?,3")])
        {
            Made = what == 0 ? [1, 4] : [1, 3],
            First = what == 1 ? float.NaN : 0,
            Failure = what == 2 ? "m.onnx fails: Conv: too short.\n  at Conv_0" : null,
        };

        Should.Throw<UnusableSignalException>(() => new OnnxNetwork(session, "m.onnx", Kind).Run(new float[320])).Message
            .ShouldBe($"{message}.");
    }

    [Fact]
    public void Validate_MissingKeys_SayWhatToWrite()
    {
        string[] Problems(OnnxKind kind, FeatureOptions options) => [.. kind.Validate(options).Select(p => $"{p.Key} {p.Message}")];

        Problems(new OnnxKind(), new FeatureOptions()).ShouldBe(
            ["kind names no model, expected the file and its rate: kind: {onnx: {model: FILE.onnx, sample_rate_hz: 16000}}."]);
        Problems(new OnnxKind { Model = "m.onnx" }, new FeatureOptions())[0]
            .ShouldStartWith("kind has sample_rate_hz null, expected the file");
        var options = new FeatureOptions { SampleRateHz = 8000, Summary = FeatureSummary.Dynamics };
        Problems(Kind with { Model = "nowhere.onnx" }, options).ShouldBe(
        [
            "sample_rate_hz is given beside onnx, which has its own, expected kind alone. Remove it.",
            "summary is Dynamics, which needs times that an ONNX file does not state, expected none, mean or mean_std. Change it.",
            "kind names a network that cannot be used: nowhere.onnx: there is no such file, expected an ONNX file, in artifacts/encoders "
                + "or anywhere. Correct the path, or put it there, or set BAKEOFF_ENCODERS.",
        ]);
    }

    private static string Refuse(TensorForm[] inputs, TensorForm[] outputs, OnnxKind kind, long[]? made = null) =>
        Should.Throw<EncoderFormatException>(() => new OnnxNetwork(new StandIn(inputs, outputs) { Made = made ?? [1, 3] }, "m.onnx", kind))
            .Message;

    private static TensorForm Form(string name, string shape) =>
        new(name, "float32", [.. Split(shape).Select(static n => n == "?" ? null : (long?)long.Parse(n, CultureInfo.InvariantCulture))]);

    private static long[] Lengths(string shape) => [.. Split(shape).Select(static n => long.Parse(n, CultureInfo.InvariantCulture))];

    private static string[] Split(string shape) => shape.Split(',', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Gives 0, 1, 2, ... in one shape; a length of 16 doubles with twice the samples of the probe.</summary>
    private sealed class StandIn(TensorForm[] inputs, TensorForm[] outputs) : IModelSession
    {
        public required long[] Made { get; init; }

        public float First { get; init; }

        public string? Failure { get; init; }

        public List<string> Given { get; } = [];

        public IReadOnlyList<TensorForm> Inputs => inputs;

        public IReadOnlyList<TensorForm> Outputs => outputs;

        public IReadOnlyList<FloatTensor> Run(IReadOnlyList<ModelTensor> inputs, IReadOnlyList<string> outputs)
        {
            if (Failure is not null)
            {
                throw new EngineException("onnxruntime", new ErrorDetails(Failure));
            }

            Given.Add(string.Join(' ', inputs.Select(static input => $"{input.Name}[{string.Join(", ", input.Shape)}]"
                + $"{(input is IntegerTensor { Values: var ones } && Array.TrueForAll(ones, static one => one == 1) ? " ones" : "")}")));
            long[] shape = [.. Made.Select(length => length == 16 && inputs[0].Shape[^1] == 32_000 ? 32 : length)];
            var size = (int)shape.Aggregate(1L, static (size, length) => size * length);
            float[] values = [.. Enumerable.Range(0, size).Select(static i => (float)i)];
            values[0] += First;
            return [new FloatTensor(outputs[0], shape, values)];
        }

        public void Dispose()
        {
        }
    }
}
