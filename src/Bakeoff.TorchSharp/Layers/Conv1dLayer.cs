using Bakeoff.Neural.Layers;
using TorchSharp;

namespace Bakeoff.TorchSharp.Layers;

/// <summary>Convolution over the frames of each clip; frames outside it count as zero.</summary>
internal sealed class Conv1dLayer(string name, Conv1dOptions options, TorchParameters parameters) : TorchLayer(options.Filters)
{
    public override Rows Forward(Rows input, bool isTraining)
    {
        var lengths = input.Lengths!;
        int[] outputs = [.. lengths.Select(OutputFrames)];
        var windows = new FrameWindows(lengths, outputs, options.KernelSize, (clip, window) =>
            (window * options.Stride) - Padding(lengths[clip], outputs[clip]));

        // Filters are [filters, features, kernel], so a window is read feature by feature.
        var x = windows.Gather(input.Values, 0).transpose(2, 3).flatten(2);
        var y = torch.nn.functional.linear(x, parameters[$"{name}.weight"].flatten(1), parameters[$"{name}.bias"]);
        return new Rows(ActivationLayer.Apply(options.Activation, y), windows.Lengths);
    }

    private int OutputFrames(int frames) => options.Padding == ConvolutionPadding.Same
        ? (frames + options.Stride - 1) / options.Stride
        : 1 + ((frames - options.KernelSize) / options.Stride);

    private int Padding(int frames, int outputs) =>
        options.Padding == ConvolutionPadding.Valid ? 0 : Math.Max(0, (((outputs - 1) * options.Stride) + options.KernelSize - frames) / 2);
}
