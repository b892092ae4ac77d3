using TorchSharp;

namespace Bakeoff.TorchSharp.Layers;

/// <summary>Maximum or mean over windows of a clip's own frames; the last window may reach past the clip (PyTorch's ceil mode).</summary>
internal sealed class Pooling1dLayer(int features, int size, int stride, bool isMaximum) : TorchLayer(features)
{
    public override Rows Forward(Rows input, TrainingPass? training)
    {
        var windows = new FrameWindows(input.Lengths!, [.. input.Lengths!.Select(OutputFrames)], size, (_, window) => window * stride);
        if (isMaximum)
        {
            // Windows beyond a clip's end have no frame of it; nothing reads them, but an infinity would make gradients of NaN.
            var greatest = windows.Gather(input.Values, float.MinValue).amax([2]);
            return new Rows(greatest, windows.Lengths);
        }

        var counts = torch
            .tensor(windows.Live, [windows.Lengths.Length, windows.Count, size], device: input.Values.device)
            .sum(2)
            .clamp_min(Number.One)
            .unsqueeze(2);
        return new Rows(windows.Gather(input.Values, 0).sum(2).div(counts), windows.Lengths);
    }

    private int OutputFrames(int frames)
    {
        var windows = frames <= size ? 1 : 1 + ((frames - size + stride - 1) / stride);
        return (windows - 1) * stride < frames ? windows : windows - 1;
    }
}
