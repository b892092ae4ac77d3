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
        var (features, inputs) = (model.Features, new FeatureExtractor(model.Features).FeatureCount);
        var outputs = string.Join(
            " and ",
            [
                .. model.Labels.Count > 0 ? [$"`probabilities` float32 [B, {Text(model.Labels.Count)}]"] : Array.Empty<string>(),
                .. model.Targets.Select(static target => $"`{target}` float32 [B]"),
            ]);
        card.Append(CultureInfo.InvariantCulture, $"\nONNX, opset {OnnxExport.Opset}; B clips");
        card.Append(
            model is NetworkModel
                ? " padded at the end to a common length, and the padding is never read:\n\n"
                    + $"- `model.onnx`: `features` float32 [B, T, {Text(inputs)}] and `lengths` int64 [B] to "
                        + $"{outputs}.\n"
                : $":\n\n- `model.onnx`: `features` float32 [B, {Text(inputs)}] to {outputs}.\n");
        card.Append(
            obstacle is null
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"- `model-waveform.onnx`: `waveform` float32 [B, S], mono at {features.SampleRateHz} Hz ")
                    + "with full scale at -1 and 1, and `samples` int64 [B] to the same. "
                    + $"The caller decodes, mixes to mono and resamples{DescribeCut(features)}.\n"
                : $"- There is no file that takes waveforms: {obstacle}.\n");
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
