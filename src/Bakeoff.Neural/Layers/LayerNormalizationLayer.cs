using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Bakeoff.Numerics;

namespace Bakeoff.Neural.Layers;

/// <summary>Layer normalisation of each row (Ba, Kiros and Hinton, 2016). Sums are float64, features in rising order.</summary>
internal sealed class LayerNormalizationLayer : Layer
{
    private const int FeatureUnit = 16;

    private readonly NetworkTensor _weight;
    private readonly NetworkTensor _bias;
    private readonly float _epsilon;
    private float[] _normalized = [];
    private float[] _scale = [];

    public LayerNormalizationLayer(LayerBuilder builder, LayerShape input, float epsilon)
        : base(builder.Name, input, input)
    {
        _epsilon = epsilon;
        _weight = builder.Bias("weight", input.Features);
        _bias = builder.Bias("bias", input.Features);
    }

    internal override bool TakesParts => true;

    public override void Initialize(SeededRandom random) => _weight.Values.Fill(1);

    public override void Forward(Activations input, PassContext context)
    {
        Result.Resize(input.Rows, input.Width, input.Layout);
        _normalized = Activations.Grow(_normalized, input.Length);
        _scale = Activations.Grow(_scale, input.Rows);
        Bands.Run(
            context.Pool, input.Rows, FourRows.Count, input.Length, (Layer: this, Input: input),
            static (first, last, pass) => pass.Layer.NormalizeRows(pass.Input, first, last));
    }

    public override void Backward(Activations input, PassContext context, bool wantInputGradient)
    {
        _ = Result.Gradients;
        Bands.Run(
            context.Pool, input.Width, FeatureUnit, input.Length, (Layer: this, Input: input),
            static (first, last, pass) => pass.Layer.WeightGradients(pass.Input, first, last));
        if (wantInputGradient)
        {
            _ = input.Gradients;
            Bands.Run(
                context.Pool, input.Rows, FourRows.Count, input.Length, (Layer: this, Input: input),
                static (first, last, pass) => pass.Layer.InputGradients(pass.Input, first, last));
        }
    }

    private void NormalizeRows(Activations input, int first, int last)
    {
        Span<double> means = stackalloc double[FourRows.Count];
        Span<double> squares = stackalloc double[FourRows.Count];
        var width = input.Width;
        for (; first < last; first += FourRows.Count)
        {
            var rows = Math.Min(FourRows.Count, last - first);
            FourRows.Moments(new(input.ValueArray, first, rows, width), means, squares);
            for (var row = first; row < first + rows; row++)
            {
                var scale = 1 / Math.Sqrt((squares[row - first] / width) + _epsilon);
                _scale[row] = (float)scale;
                NormalizeRow(input.ValueArray.AsSpan(row * width, width), means[row - first], scale, row);
            }
        }
    }

    private void NormalizeRow(ReadOnlySpan<float> x, double mean, double scale, int row)
    {
        var normalized = _normalized.AsSpan(row * x.Length, x.Length);
        var y = Result.ValueArray.AsSpan(row * x.Length, x.Length);
        var weight = _weight.Values;
        var bias = _bias.Values;
        var (means, scales) = (Vector256.Create(mean), Vector256.Create(scale));
        var i = 0;
        for (; i <= x.Length - 8; i += 8)
        {
            var (lower, upper) = Vector256.Widen(Vector256.Create(x[i..]));
            var value = Vector256.Narrow((lower - means) * scales, (upper - means) * scales);
            value.CopyTo(normalized[i..]);
            ((value * Vector256.Create<float>(weight[i..])) + Vector256.Create<float>(bias[i..])).CopyTo(y[i..]);
        }

        for (; i < x.Length; i++)
        {
            normalized[i] = (float)((x[i] - mean) * scale);
            y[i] = (normalized[i] * weight[i]) + bias[i];
        }
    }

    private void WeightGradients(Activations input, int first, int last)
    {
        var bias = _bias.Gradients[first..last];
        var weight = _weight.Gradients[first..last];
        bias.Clear();
        weight.Clear();
        for (var row = 0; row < input.Rows; row++)
        {
            var dy = Result.GradientArray.AsSpan((row * input.Width) + first, last - first);
            var normalized = _normalized.AsSpan((row * input.Width) + first, last - first);
            RowKernels.Add(dy, bias);
            var i = 0;
            for (; i <= dy.Length - 8; i += 8)
            {
                var product = Vector256.Create<float>(dy[i..]) * Vector256.Create<float>(normalized[i..]);
                (Vector256.Create<float>(weight[i..]) + product).CopyTo(weight[i..]);
            }

            for (; i < dy.Length; i++)
            {
                weight[i] += dy[i] * normalized[i];
            }
        }
    }

    private void InputGradients(Activations input, int first, int last)
    {
        Span<double> sums = stackalloc double[FourRows.Count];
        Span<double> products = stackalloc double[FourRows.Count];
        var width = input.Width;
        for (; first < last; first += FourRows.Count)
        {
            // The input's gradients hold dy weight until they are finished.
            var rows = Math.Min(FourRows.Count, last - first);
            for (var row = first; row < first + rows; row++)
            {
                RowKernels.Multiply(
                    Result.GradientArray.AsSpan(row * width, width), _weight.Values, input.GradientArray.AsSpan(row * width, width));
            }

            FourRows.Products(new(input.GradientArray, first, rows, width), _normalized, sums, products);
            for (var row = first; row < first + rows; row++)
            {
                FinishGradients(input.GradientArray.AsSpan(row * width, width), sums[row - first], products[row - first], row);
            }
        }
    }

    private void FinishGradients(Span<float> dx, double sum, double product, int row)
    {
        var normalized = _normalized.AsSpan(row * dx.Length, dx.Length);
        double scale = _scale[row];
        var (sums, products) = (Vector256.Create(sum), Vector256.Create(product));
        var (scales, widths) = (Vector256.Create(scale), Vector256.Create((double)dx.Length));
        var i = 0;
        for (; i <= dx.Length - 8; i += 8)
        {
            var (lower, upper) = Vector256.Widen(Vector256.Create<float>(dx[i..]));
            var (lowerValue, upperValue) = Vector256.Widen(Vector256.Create<float>(normalized[i..]));
            Vector256.Narrow(
                (lower - ((sums + (lowerValue * products)) / widths)) * scales,
                (upper - ((sums + (upperValue * products)) / widths)) * scales).CopyTo(dx[i..]);
        }

        for (; i < dx.Length; i++)
        {
            dx[i] = (float)((dx[i] - ((sum + (normalized[i] * product)) / dx.Length)) * scale);
        }
    }

    /// <summary>Sums over the features of up to four rows at once: each is one chain, and four chains keep an adder busy.</summary>
    /// <param name="Matrix">The rows.</param>
    /// <param name="First">First row.</param>
    /// <param name="Rows">Rows, 1 to 4.</param>
    /// <param name="Width">Features.</param>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct FourRows(float[] Matrix, int First, int Rows, int Width)
    {
        public const int Count = 4;

        /// <summary>Mean and sum of squared distances from it of each row.</summary>
        public static void Moments(FourRows rows, Span<double> means, Span<double> squares)
        {
            var (a, b, c, d) = (rows.Begin(0), rows.Begin(1), rows.Begin(2), rows.Begin(3));
            var (x, width) = (rows.Matrix, rows.Width);
            double sumA = 0, sumB = 0, sumC = 0, sumD = 0;
            for (var i = 0; i < width; i++)
            {
                sumA += x[a + i];
                sumB += x[b + i];
                sumC += x[c + i];
                sumD += x[d + i];
            }

            (means[0], means[1], means[2], means[3]) = (sumA / width, sumB / width, sumC / width, sumD / width);
            var (meanA, meanB, meanC, meanD) = (means[0], means[1], means[2], means[3]);
            (sumA, sumB, sumC, sumD) = (0, 0, 0, 0);
            for (var i = 0; i < width; i++)
            {
                sumA += (x[a + i] - meanA) * (x[a + i] - meanA);
                sumB += (x[b + i] - meanB) * (x[b + i] - meanB);
                sumC += (x[c + i] - meanC) * (x[c + i] - meanC);
                sumD += (x[d + i] - meanD) * (x[d + i] - meanD);
            }

            (squares[0], squares[1], squares[2], squares[3]) = (sumA, sumB, sumC, sumD);
        }

        /// <summary>Sum of each row, and of its products with the same row of <paramref name="other"/>.</summary>
        public static void Products(FourRows rows, float[] other, Span<double> sums, Span<double> products)
        {
            var (a, b, c, d) = (rows.Begin(0), rows.Begin(1), rows.Begin(2), rows.Begin(3));
            var x = rows.Matrix;
            double sumA = 0, sumB = 0, sumC = 0, sumD = 0, productA = 0, productB = 0, productC = 0, productD = 0;
            for (var i = 0; i < rows.Width; i++)
            {
                sumA += x[a + i];
                sumB += x[b + i];
                sumC += x[c + i];
                sumD += x[d + i];
                productA += (double)x[a + i] * other[a + i];
                productB += (double)x[b + i] * other[b + i];
                productC += (double)x[c + i] * other[c + i];
                productD += (double)x[d + i] * other[d + i];
            }

            (sums[0], sums[1], sums[2], sums[3]) = (sumA, sumB, sumC, sumD);
            (products[0], products[1], products[2], products[3]) = (productA, productB, productC, productD);
        }

        // Rows that are missing repeat the last one.
        private int Begin(int row) => (First + Math.Min(row, Rows - 1)) * Width;
    }
}
