using Bakeoff.Neural.Layers;
using TorchSharp;

namespace Bakeoff.TorchSharp.Layers;

/// <summary>Batch normalisation over live rows. Written out, because libtorch's own refuses a
/// batch of one row, which the last of an epoch may be.</summary>
internal sealed class BatchNormalizationLayer(string name, int features, BatchNormalizationOptions options, TorchParameters parameters)
    : TorchLayer(features)
{
    public override Rows Forward(Rows input, TrainingPass? training)
    {
        var (mean, variance) = (parameters[$"{name}.running_mean"], parameters[$"{name}.running_var"]);
        if (training is not null)
        {
            var rows = input.Lengths is null ? input.Values : input.Values[input.Live()];
            (mean, variance) = (rows.mean([0]), rows.var([0], unbiased: false));
            UpdateStatistics(mean, variance, rows.shape[0]);
        }

        var normalized = input.Values.sub(mean).div(variance.add(Number.Of(options.Epsilon), Number.One).sqrt());
        return input with { Values = normalized.mul(parameters[$"{name}.weight"]).add(parameters[$"{name}.bias"], Number.One) };
    }

    private void UpdateStatistics(torch.Tensor mean, torch.Tensor variance, long rows)
    {
        using var noGradients = torch.no_grad();
        var unbiased = variance.mul(Number.Of(rows / (double)Math.Max(1, rows - 1)));
        parameters[$"{name}.running_mean"].mul_(Number.Of(1 - options.Momentum)).add_(mean.mul(Number.Of(options.Momentum)), Number.One);
        parameters[$"{name}.running_var"].mul_(Number.Of(1 - options.Momentum)).add_(unbiased.mul(Number.Of(options.Momentum)), Number.One);
    }
}
