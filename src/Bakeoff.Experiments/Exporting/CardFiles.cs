using System.Globalization;
using System.Text;
using Bakeoff.Audio.Features;
using Bakeoff.Models.Storage;
using Bakeoff.Onnx;

namespace Bakeoff.Experiments.Exporting;

/// <summary>The part of a model card on the inputs and outputs of the exported files.</summary>
internal static class CardFiles
{
    public static void Append(StringBuilder card, TrainedModel model, string? obstacle)
    {
        var features = model.Features;
        var outputs = string.Join(
            " and ",
            [
                .. model.Labels.Count > 0 ? [$"`probabilities` float32 [B, {Text(model.Labels.Count)}]"] : Array.Empty<string>(),
                .. model.Targets.Select(static target => $"`{target}` float32 [B]"),
            ]);
        card.Append(CultureInfo.InvariantCulture, $"\nONNX, opset {OnnxExport.Opset}; B clips");
        var inputs = OnnxExport.FeatureInputs(model);
        card.Append(inputs.Any(static input => input.Lengths is not null)
            ? " padded at the end to a common length, and the padding is never read:\n\n"
            : ":\n\n");
        card.Append(CultureInfo.InvariantCulture, $"- `model.onnx`: {string.Join(", ", inputs.Select(Describe))} to {outputs}.\n");
        card.Append(
            obstacle is null
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"- `model-waveform.onnx`: `waveform` float32 [B, S], mono at {features.SampleRateHz} Hz ")
                    + "with full scale at -1 and 1, and `samples` int64 [B] to the same. "
                    + $"The caller decodes, mixes to mono and resamples{DescribeCut(features)}.\n"
                : $"- There is no file that takes waveforms: {obstacle}.\n");
        if (model.Members.Any(static member => member.TestTime is not null))
        {
            card.Append("\n**The files predict a recording alone. The metrics above, `bakeoff predict` and `bakeoff serve` average over the "
                + "recording and altered copies of it (test-time augmentation): compute the features of the copies as well, and average what "
                + "the file gives for each.**\n");
        }
    }

    private static string Describe(FeatureInput input)
    {
        var count = Text(new FeatureExtractor(input.Member.Features).FeatureCount);
        return input.Lengths is null
            ? $"`{input.Features}` float32 [B, {count}]"
            : $"`{input.Features}` float32 [B, T, {count}] and `{input.Lengths}` int64 [B]";
    }

    private static string DescribeCut(FeatureOptions features)
    {
        if (features is { OffsetSeconds: 0, DurationSeconds: null })
        {
            return "";
        }

        var used = features.DurationSeconds is { } seconds ? string.Create(CultureInfo.InvariantCulture, $"{seconds} s") : "everything";
        return string.Create(
            CultureInfo.InvariantCulture,
            $", and cuts: training used {used} after the first {features.OffsetSeconds} s of each clip");
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
