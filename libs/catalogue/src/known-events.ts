/** Events of a source that no service model has: written by hand, from AWS's documentation and from records. */
export interface KnownEvents {
  /** What people do on sign-in pages, what services do on their own, what only the console calls. */
  readonly kind: 'signIn' | 'service' | 'console';
  readonly names: readonly string[];
}

/**
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html,
 * https://docs.aws.amazon.com/awscloudtrail/latest/userguide/non-api-aws-service-events.html and the pages of the
 * services; the rest stands in records.
 */
export const knownEvents: Readonly<Record<string, readonly KnownEvents[]>> = {
  'signin.amazonaws.com': [
    {
      kind: 'signIn',
      names: words(`ConsoleLogin CheckMfa SwitchRole ExitRole RenewRole GetSigninToken PasswordUpdated
        PasswordRecoveryRequested PasswordRecoveryCompleted EmailUpdated MFADeviceDeleted
        CredentialChallenge CredentialVerification UserAuthentication Federate Logout`),
    },
  ],
  'sso.amazonaws.com': [
    { kind: 'signIn', names: words('Authenticate Federate ListProfilesForApplication ListApplications Logout') },
    {
      kind: 'console',
      names: words(`UpdateSsoConfiguration AssociateProfile DisassociateProfile CreateProfile DeleteProfile
        UpdateProfile StartSSO DescribeRegisteredRegions GetSSOStatus AssociateDirectory DisassociateDirectory
        CreateManagedApplicationInstance`),
    },
  ],
  'sso-directory.amazonaws.com': [
    {
      kind: 'console',
      names: words(`AddMemberToGroup RemoveMemberFromGroup CreateUser DeleteUser UpdateUser DisableUser EnableUser
        CreateGroup DeleteGroup UpdateGroup UpdatePassword VerifyEmail StartVirtualMfaDeviceRegistration
        CompleteVirtualMfaDeviceRegistration StartWebAuthnDeviceRegistration CompleteWebAuthnDeviceRegistration
        DeleteMfaDeviceForUser UpdateMfaDeviceForUser ListMfaDevicesForUser SearchUsers SearchGroups
        CreateBearerToken DeleteBearerToken CreateExternalIdPConfigurationForDirectory`),
    },
  ],
  'kms.amazonaws.com': [{ kind: 'service', names: words('DeleteKey RotateKey CreateKey SynchronizeMultiRegionKey') }],
  'ec2.amazonaws.com': [
    {
      kind: 'service',
      names: words(`SharedSnapshotVolumeCreated SharedSnapshotCopyInitiated SharedSnapshotCopyCompleted
        BidEvictedEvent BidFulfilledEvent CreateSpotDatafeed`),
    },
  ],
  's3.amazonaws.com': [
    {
      kind: 'console',
      names: words('PostObject GetStorageLensDashboardDataInternal GetProxyConfiguration REST.COPY.OBJECT_GET'),
    },
    { kind: 'service', names: words('S3LifecycleRuleExpiration UndocumentedEvent BatchDeleteObject') },
  ],
  'secretsmanager.amazonaws.com': [
    {
      kind: 'service',
      names: words(`StartSecretVersionDelete EndSecretVersionDelete CancelSecretVersionDelete SecretVersionDeletion
        RotationStarted RotationAbandoned RotationFailed RotationSucceeded TestRotationStarted
        TestRotationSucceeded TestRotationFailed`),
    },
  ],
  'ssm.amazonaws.com': [
    {
      kind: 'service',
      names: words(`ListInstanceAssociations UpdateInstanceInformation UpdateInstanceAssociationStatus
        PutConfigurePackageResult GetManifest RegisterManagedInstance RequestManagedInstanceRoleToken`),
    },
  ],
  'ssmmessages.amazonaws.com': [
    { kind: 'service', names: words('CreateControlChannel CreateDataChannel OpenControlChannel OpenDataChannel') },
  ],
  'ec2messages.amazonaws.com': [
    { kind: 'service', names: words('AcknowledgeMessage DeleteMessage FailMessage GetEndpoint GetMessages SendReply') },
  ],
  'cloudshell.amazonaws.com': [
    {
      kind: 'console',
      names: words(`CreateEnvironment DeleteEnvironment StartEnvironment StopEnvironment CreateSession PutCredentials
        RedeemCode GetEnvironmentStatus GetFileDownloadUrls GetFileUploadUrls GetLayout UpdateLayout
        SendHeartBeat DescribeEnvironments ApproveCommand`),
    },
  ],
  'rds.amazonaws.com': [{ kind: 'console', names: words('DescribeRecommendations DescribeRecommendationGroups') }],
  'bedrock.amazonaws.com': [
    { kind: 'console', names: words('PutFoundationModelEntitlement GetFoundationModelEntitlement') },
  ],
  'agreement-marketplace.amazonaws.com': [
    {
      kind: 'console',
      names: words('AcceptAgreementRequest CreateAgreementRequest GetAgreementRequest CancelAgreement'),
    },
  ],
  'organizations.amazonaws.com': [
    { kind: 'service', names: words('CreateAccountResult AccountJoinedOrganization AccountLeftOrganization') },
  ],
  'cloudtrail.amazonaws.com': [{ kind: 'service', names: words('AwsApiCallsInsight') }],
  'guardduty.amazonaws.com': [{ kind: 'service', names: words('AcceptInvitation DisassociateFromMasterAccount') }],
  'autoscaling.amazonaws.com': [
    { kind: 'service', names: words('CreateAutoScalingInstances TerminateAutoScalingInstances') },
  ],
  'eks.amazonaws.com': [{ kind: 'service', names: words('UnpackCluster') }],
  'config.amazonaws.com': [{ kind: 'service', names: words('PutEvaluationsInternal') }],
  'billingconsole.amazonaws.com': [
    {
      kind: 'console',
      names: words('AWSPaymentPortalService.DescribePaymentsDashboard AWSPaymentPreferenceGateway.Get'),
    },
  ],
};

/**
 * Sources of which much of what they log is no public call, so that a name missing here says nothing. Every source
 * without a service model is one too.
 */
export const incompleteSources: ReadonlySet<string> = new Set([
  'agreement-marketplace.amazonaws.com',
  'aws-marketplace.amazonaws.com',
  'billing.amazonaws.com',
  'cloudshell.amazonaws.com',
  'marketplacecatalog.amazonaws.com',
  'quicksight.amazonaws.com',
  'signin.amazonaws.com',
  'sso-directory.amazonaws.com',
  'sso-oauth.amazonaws.com',
  'sso.amazonaws.com',
  'support.amazonaws.com',
]);

/** What CloudTrail calls some calls instead of their name in the service model. */
export const renamedCalls: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  's3.amazonaws.com': {
    GetBucketAccelerateConfiguration: ['GetAccelerateConfiguration', 'GetBucketAccelerateConfiguration'],
    PutBucketAccelerateConfiguration: ['PutAccelerateConfiguration', 'PutBucketAccelerateConfiguration'],
    GetBucketLifecycleConfiguration: ['GetBucketLifecycle', 'GetBucketLifecycleConfiguration'],
    PutBucketLifecycleConfiguration: ['PutBucketLifecycle', 'PutBucketLifecycleConfiguration'],
    GetBucketNotificationConfiguration: ['GetBucketNotification', 'GetBucketNotificationConfiguration'],
    PutBucketNotificationConfiguration: ['PutBucketNotification', 'PutBucketNotificationConfiguration'],
    GetObjectLockConfiguration: ['GetBucketObjectLockConfiguration', 'GetObjectLockConfiguration'],
    PutObjectLockConfiguration: ['PutBucketObjectLockConfiguration', 'PutObjectLockConfiguration'],
    GetPublicAccessBlock: ['GetBucketPublicAccessBlock', 'GetAccountPublicAccessBlock', 'GetPublicAccessBlock'],
    PutPublicAccessBlock: ['PutBucketPublicAccessBlock', 'PutAccountPublicAccessBlock', 'PutPublicAccessBlock'],
    DeletePublicAccessBlock: [
      'DeleteBucketPublicAccessBlock',
      'DeleteAccountPublicAccessBlock',
      'DeletePublicAccessBlock',
    ],
    ListObjectsV2: ['ListObjects', 'ListObjectsV2'],
  },
};

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}
