using Bakeoff.Audio.Features;
using Bakeoff.Audio.Features.Kinds;
using Bakeoff.Audio.Spectra;
using Bakeoff.Onnx.Graphs;

namespace Bakeoff.Onnx.FrontEnds;

/// <summary>Features of frames, float32 [B, T, columns] each. All features share one spectrum.</summary>
internal sealed class SpectralFeatures(GraphBuilder graph, FeatureOptions options, Signal signal)
{
    private const float SmallestPower = 1e-10f;
    private const float DecibelsPerNeper = 4.342944819032518f;

    private string? _power;
    private string? _magnitude;
    private string? _logMel;

    private int RateHz => options.SampleRateHz!.Value;

    private int BinCount => (options.FftLength / 2) + 1;

    public string Columns(FeatureKind kind) => kind switch
    {
        MfccKind => MelCepstrum(),
        LogMelKind => LogMel,
        RmsKind => RootMeanSquare(),
        SpectralCentroidKind => Centroid(),
        SpectralBandwidthKind => Bandwidth(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "This kind has no ONNX form."),
    };

    /// <summary>|STFT|², [B, T, bins].</summary>
    private string Power => _power ??= ComputePower();

    private string Magnitude => _magnitude ??= graph.Node("Sqrt", [Power]);

    /// <summary>Log-mel spectrum in dB, at most <c>top_db</c> below the clip's loudest value.</summary>
    private string LogMel => _logMel ??= ComputeLogMel();

    private string MelCepstrum()
    {
        var matrix = CosineTransform.CreateMatrix(options.MfccCount, options.MelBandCount);
        return graph.Product(LogMel, Transposed("dct", matrix, options.MfccCount, options.MelBandCount));
    }

    private string ComputePower()
    {
        var values = AnalysisWindow.Create(options.Window, options.WindowLength ?? options.FftLength, options.FftLength);
        var window = graph.Tensor("front_end.window", values, options.FftLength);
        var transform = graph.Node(
            "STFT",
            [graph.Unsqueeze(signal.Samples, 2), graph.Integer(options.HopLength), window, graph.Integer(options.FftLength)],
            NodeAttribute.Of("onesided", 1));
        return graph.Sum(graph.Multiply(transform, transform), axis: 3, keep: false);
    }

    private string ComputeLogMel()
    {
        var filterbank = MelFilterbank.Create(
            RateHz, options.FftLength, options.MelBandCount, options.MinFrequencyHz, options.MaxFrequencyHz);
        var mel = graph.Product(Power, Transposed("mel", filterbank.ToDense(), options.MelBandCount, BinCount));
        var decibels = graph.Multiply(graph.Node("Log", [graph.Maximum(mel, graph.Scalar(SmallestPower))]), graph.Scalar(DecibelsPerNeper));
        if (options.TopDb is not { } range)
        {
            return decibels;
        }

        var loudest = graph.Node(
            "ReduceMax",
            [signal.Frames.Fill(graph, decibels, float.MinValue)],
            NodeAttribute.Of("axes", 1, 2),
            NodeAttribute.Of("keepdims", 1));
        return graph.Maximum(decibels, graph.Subtract(loudest, graph.Scalar((float)range)));
    }

    private string RootMeanSquare()
    {
        var squares = graph.Unsqueeze(graph.Multiply(signal.Samples, signal.Samples), 1);
        var mean = graph.Node(
            "AveragePool",
            [squares],
            NodeAttribute.Of("kernel_shape", [options.FftLength]),
            NodeAttribute.Of("strides", [options.HopLength]));
        return graph.Transpose(graph.Node("Sqrt", [mean]), 0, 2, 1);
    }

    private string Centroid() => graph.Divide(graph.Product(Magnitude, Frequencies()), Total());

    private string Bandwidth()
    {
        var distance = graph.Subtract(graph.Reshape(Frequencies(), 1, 1, BinCount), Centroid());
        var spread = graph.Sum(graph.Multiply(Magnitude, graph.Multiply(distance, distance)), axis: 2, keep: true);
        return graph.Node("Sqrt", [graph.Divide(spread, Total())]);
    }

    // Silence has no centroid: 0 divided by the smallest normal number is 0.
    private string Total() => graph.Maximum(graph.Sum(Magnitude, axis: 2, keep: true), graph.Scalar(1.17549435e-38f));

    private string Frequencies()
    {
        var width = (float)((double)RateHz / options.FftLength);
        return graph.SharedTensor("front_end.frequencies", [.. Enumerable.Range(0, BinCount).Select(bin => bin * width)], BinCount, 1);
    }

    /// <summary>A matrix [rows, columns] as [columns, rows].</summary>
    private string Transposed(string name, float[] matrix, int rows, int columns)
    {
        var transposed = new float[matrix.Length];
        for (var i = 0; i < matrix.Length; i++)
        {
            transposed[(i % columns * rows) + (i / columns)] = matrix[i];
        }

        return graph.SharedTensor("front_end." + name, transposed, columns, rows);
    }
}
