using Bakeoff.Audio.Decoding;
using Bakeoff.Models;
using Microsoft.AspNetCore.Http;

namespace Bakeoff.Serving;

/// <summary><c>POST /predict</c>: a recording in, its label, probabilities and course out.</summary>
internal sealed class PredictEndpoint(Predictor predictor, ServerOptions options, ServerMetrics metrics, TimeProvider time)
{
    /// <summary>The number that servers agreed on for a client that went away; nobody reads it but the metrics.</summary>
    private const int ClientClosedRequest = 499;

    private readonly UploadReader _uploads = new(options.MaxMegabytes * 1_000_000L);

    public async Task<IResult> AnswerAsync(HttpContext context)
    {
        var start = time.GetTimestamp();
        using var tracked = metrics.Track();
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(options.TimeoutSeconds), time);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, context.RequestAborted);
        var (status, result) = await TryAnswerAsync(context, ended.Token);
        metrics.Ended(context.RequestAborted.IsCancellationRequested ? ClientClosedRequest : status, time.GetElapsedTime(start));
        return result;
    }

    private async Task<(int Status, IResult Result)> TryAnswerAsync(HttpContext context, CancellationToken cancellationToken)
    {
        var isReceived = false;
        try
        {
            var course = CourseQuery.Read(context.Request.Query);
            var (bytes, name) = await _uploads.ReadAsync(context.Request, cancellationToken);
            isReceived = true;
            var prediction = await Task.Run(() => Judge(bytes, name, course, cancellationToken), cancellationToken);
            metrics.Judged(prediction);
            return (StatusCodes.Status200OK, Results.Json(ClipDocument.Of(predictor.Labels, prediction), ClipDocument.Json));
        }
        catch (RequestRefusedException refused)
        {
            return Refuse(context, refused.Status, refused.Message);
        }
        catch (UnusableClipException unusable)
        {
            return Refuse(context, StatusCodes.Status422UnprocessableEntity, unusable.Message);
        }
        catch (BadHttpRequestException bad)
        {
            return Refuse(context, bad.StatusCode, $"{bad.Message} Send the whole recording without pauses.");
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return isReceived
                ? Refuse(context, StatusCodes.Status503ServiceUnavailable, FormattableString.Invariant($"the prediction took longer than {options.TimeoutSeconds} s. Send a shorter recording, or start the server with a higher --timeout."))
                : Refuse(context, StatusCodes.Status408RequestTimeout, FormattableString.Invariant($"the recording did not come within {options.TimeoutSeconds} s. Send it without pauses, or start the server with a higher --timeout."));
        }
        catch (IOException) when (context.RequestAborted.IsCancellationRequested)
        {
            return (ClientClosedRequest, Results.Empty);
        }
    }

    private ClipPrediction Judge(byte[] bytes, string name, CourseOptions course, CancellationToken cancellationToken)
    {
        try
        {
            return predictor.Predict(AudioDecoder.Decode(bytes, name, options.MaxSeconds), name, course, cancellationToken);
        }
        catch (AudioFormatException fault)
        {
            throw new RequestRefusedException(AudioDecoder.IsRecognised(bytes) ? StatusCodes.Status422UnprocessableEntity : StatusCodes.Status415UnsupportedMediaType, fault.Message);
        }
    }

    private static (int Status, IResult Result) Refuse(HttpContext context, int status, string detail) => (status, Problem.Of(context, status, detail));
}
