using Bakeoff.Audio.Features.Measures;

namespace Bakeoff.Audio.Features.Challenges;

/// <summary>The functionals of a clip whose 65 descriptors are measured.</summary>
/// <remarks>
/// Which go with which group follows from the names of published values; how many frames at the end are left out by each group was found by
/// measuring them.
/// </remarks>
internal static class Compare16Functionals
{
    /// <summary>Of descriptors of energy and spectrum, and of their derivatives.</summary>
    public static readonly ContourFamily[] OfShape =
    [
        ContourFamily.Extremes, ContourFamily.Percentiles, ContourFamily.Moments, ContourFamily.Segments, ContourFamily.Times,
        ContourFamily.Prediction,
    ];

    /// <summary>Of descriptors of voicing and their derivatives, without zeros.</summary>
    public static readonly ContourFamily[] OfVoicing =
    [
        ContourFamily.Mean, ContourFamily.Flatness, ContourFamily.PositiveMean, ContourFamily.RootMeanSquare, ContourFamily.Extremes,
        ContourFamily.RegressionOverFrames, ContourFamily.Centroid, ContourFamily.Percentiles, ContourFamily.Moments, ContourFamily.Times,
        ContourFamily.Prediction,
    ];

    /// <summary>Of descriptors of energy and spectrum alone.</summary>
    public static readonly ContourFamily[] OfCourse =
    [
        ContourFamily.Mean, ContourFamily.Flatness, ContourFamily.RootMeanSquare, ContourFamily.Peaks, ContourFamily.Regression,
        ContourFamily.Centroid,
    ];

    /// <summary>Of their derivatives alone.</summary>
    public static readonly ContourFamily[] OfDerivative =
        [ContourFamily.Flatness, ContourFamily.PositiveMean, ContourFamily.RootMeanSquare, ContourFamily.Peaks];

    /// <summary>Of the voiced stretches: share of voiced frames, and lengths in seconds.</summary>
    public static readonly string[] OfVoicedTime = ["nnz", "meanSegLen", "maxSegLen", "minSegLen", "segLenStddev"];

    /// <summary>Measures all.</summary>
    /// <param name="clip">The measured clip.</param>
    /// <param name="statistics">[6373] receives them; NaN for what does not exist.</param>
    public static void Describe(Compare16Descriptors clip, Span<double> statistics)
    {
        var (energy, spectrum) = (Compare16Descriptors.FirstOfEnergy, Compare16Descriptors.FirstOfSpectrum);
        var (whole, shorter, spectral) = (clip.LongFrameCount, clip.LongFrameCount - 2, clip.FrameCount - 2);
        var writer = new Writer(clip, statistics);
        writer.AddAll(energy..spectrum, isDerivative: false, shorter, OfShape);
        writer.AddAll(energy..spectrum, isDerivative: true, shorter, OfShape);
        writer.AddAll(spectrum..Compare16Descriptors.Count, isDerivative: false, spectral, OfShape);
        writer.AddAll(spectrum..Compare16Descriptors.Count, isDerivative: true, spectral, OfShape);
        writer.AddVoicing();
        writer.AddAll(energy..Compare16Descriptors.Count, isDerivative: false, whole, OfCourse);
        writer.AddAll(energy..Compare16Descriptors.Count, isDerivative: true, shorter, OfDerivative);
    }

    /// <summary>Writes functionals one after another.</summary>
    private ref struct Writer(Compare16Descriptors clip, Span<double> target)
    {
        private readonly ContourProfile _profile = new();
        private readonly double[] _contour = new double[clip.FrameCount];
        private readonly double[] _derivative = new double[clip.FrameCount];
        private Span<double> _target = target;

        public void AddAll(Range columns, bool isDerivative, int frames, ContourFamily[] families)
        {
            for (var column = columns.Start.Value; column < columns.End.Value; column++)
            {
                var contour = Smooth(column, _contour);
                if (isDerivative)
                {
                    ContourStatistics.Derive(contour, _derivative);
                    contour = _derivative;
                }

                Add(contour.AsSpan(0, Math.Clamp(frames, 1, contour.Length)), families);
            }
        }

        public void AddVoicing()
        {
            var contours = new double[Compare16Descriptors.FirstOfEnergy][];
            for (var column = 0; column < contours.Length; column++)
            {
                contours[column] = Smooth(column, new double[clip.FrameCount]);
            }

            // The last frames are left out, as published values do; how many there depends on the course of the pitch.
            var frames = Math.Clamp(clip.LongFrameCount - 4, 1, clip.FrameCount);
            foreach (var contour in contours)
            {
                Add(Contour.Existing(contour.AsSpan(0, frames)), OfVoicing);
            }

            foreach (var derivative in Derive(contours, clip.LongFrameCount))
            {
                Add(Contour.Existing(derivative.AsSpan(0, frames)), OfVoicing);
            }

            AddVoicedTime(contours[0].AsSpan(0, Math.Clamp(clip.LongFrameCount - 1, 1, clip.FrameCount)));
        }

        private readonly double[] Smooth(int column, double[] contour)
        {
            for (var t = 0; t < contour.Length; t++)
            {
                contour[t] = clip.SmoothOrZero(column, t);
            }

            return contour;
        }

        private void Add(ReadOnlySpan<double> contour, ContourFamily[] families)
        {
            if (!contour.IsEmpty)
            {
                _profile.Read(contour);
            }

            foreach (var family in families)
            {
                var values = _target[..family.Names.Count];
                if (contour.IsEmpty)
                {
                    values.Fill(double.NaN);
                }
                else
                {
                    family.Measure(_profile, values);
                }

                _target = _target[family.Names.Count..];
            }
        }

        private void AddVoicedTime(ReadOnlySpan<double> pitch)
        {
            _target[0] = (double)Contour.Existing(pitch).Length / pitch.Length;
            ContourFamily.MeasureLengths(Contour.Stretches(pitch, voiced: true), _target[1..]);
            _target = _target[OfVoicedTime.Length..];
        }
    }

    /// <summary>
    /// Derivatives of the descriptors of voicing, where their neighbours have values. What they are divided by grows by every term of every
    /// one of them, so they shrink along the clip: published values do so.
    /// </summary>
    private static double[][] Derive(double[][] contours, int frames)
    {
        var derivatives = Array.ConvertAll(contours, static contour => new double[contour.Length]);
        var divisor = 10.0;
        for (var t = 0; t < frames; t++)
        {
            for (var column = 0; column < contours.Length; column++)
            {
                var contour = contours[column].AsSpan(0, frames);
                var (sum, here) = (0.0, contour[t]);
                for (var reach = 1; reach <= 2 && here != 0; reach++)
                {
                    (var before, here) = (contour[Math.Max(t - reach, 0)], contour[Math.Min(t + reach, frames - 1)]);
                    if (before == 0 || here == 0)
                    {
                        break;
                    }

                    sum += reach * (here - before);
                    divisor += reach * reach;
                }

                derivatives[column][t] = sum / divisor;
            }
        }

        return derivatives;
    }
}
