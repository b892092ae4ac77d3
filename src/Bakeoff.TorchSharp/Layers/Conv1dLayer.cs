using Bakeoff.Neural.Layers;
using TorchSharp;

namespace Bakeoff.TorchSharp.Layers;

/// <summary>Convolution over the frames of each clip; frames outside it count as zero.</summary>
internal sealed class Conv1dLayer(string name, Conv1dOptions options, TorchParameters parameters) : TorchLayer(options.Filters)
{
    private bool IsSame => options.Padding == ConvolutionPadding.Same;

    public override Rows Forward(Rows input, TrainingPass? training)
    {
        var lengths = input.Lengths!;
        int[] outputs = [.. lengths.Select(OutputFrames)];

        // With a stride, the first window of "same" padding lies where the clip's own length puts it; else in the same place for all clips.
        var y = IsSame && options.Stride > 1 ? Windows(input, outputs) : Convolve(input);
        return new Rows(ActivationLayer.Apply(options.Activation, y), outputs);
    }

    private torch.Tensor Convolve(Rows input)
    {
        var left = IsSame ? (options.Reach - 1) / 2 : 0;
        var right = IsSame ? options.Reach - 1 - left : 0;
        return Multiply(torch.nn.functional.pad(input.Zeroed(), [0, 0, left, right]).unfold(1, options.Reach, options.Stride));
    }

    private torch.Tensor Windows(Rows input, int[] outputs)
    {
        var lengths = input.Lengths!;
        var windows = new FrameWindows(lengths, outputs, options.Reach, (clip, window) =>
            (window * options.Stride) - Math.Max(0, (((outputs[clip] - 1) * options.Stride) + options.Reach - lengths[clip]) / 2));

        return Multiply(windows.Gather(input.Values, 0).transpose(2, 3));
    }

    // Windows [B, windows, features, reach], of which each dilation-th frame counts, by filters [filters, features, kernel]. libtorch's
    // own convolution computes the same product, and writes a warning each time on processors that NNPACK does not know.
    private torch.Tensor Multiply(torch.Tensor windows) =>
        torch.nn.functional.linear(
            windows.slice(3, 0, options.Reach, options.Dilation).flatten(2),
            parameters[$"{name}.weight"].flatten(1),
            parameters[$"{name}.bias"]);

    private int OutputFrames(int frames) => IsSame
        ? (frames + options.Stride - 1) / options.Stride
        : 1 + ((frames - options.Reach) / options.Stride);
}
