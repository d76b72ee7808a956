/**
 * Events that CloudTrail records and no model of an SDK names: what the console does for people, what services do by
 * themselves, and S3, which logs its operations under names of its own.
 *
 * Sources: AWS CloudTrail, IAM Identity Center, S3, KMS and Sign-In user guides, and records that were seen.
 */
export const UNMODELLED_EVENTS: ReadonlyMap<string, readonly string[]> = new Map([
  [
    'signin',
    words(`ConsoleLogin CheckMfa SwitchRole ExitRole RenewRole GetSigninToken CredentialChallenge CredentialVerification
      UserAuthentication ExternalIdPDirectoryLogin PasswordRecoveryRequested PasswordRecoveryCompleted PasswordUpdated
      EmailUpdated Logout`),
  ],
  [
    'sso',
    words(`Authenticate Federate Logout UserAuthentication StartSSO UpdateSsoConfiguration GetSsoConfiguration
      AssociateDirectory DisassociateDirectory CreateProfile EnableExternalIdPConfigurationForDirectory
      DisableExternalIdPConfigurationForDirectory UpdateExternalIdPConfigurationForDirectory ListApplications
      CreateToken StartDeviceAuthorization RegisterClient Token AuthorizeDevice UpdateMfaDeviceManagementForDirectory
      VerifyDevice GetRoleCredentials ListAccounts ListAccountRoles`),
  ],
  [
    'sso-directory',
    words(`AddMemberToGroup RemoveMemberFromGroup CreateUser CreateGroup DeleteUser DeleteGroup UpdateUser UpdateGroup
      DisableUser EnableUser UpdatePassword VerifyEmail UpdateUserName UpdateMfaDeviceForUser DeleteMfaDeviceForUser
      StartVirtualMfaDeviceRegistration CompleteVirtualMfaDeviceRegistration StartWebAuthnDeviceRegistration
      CompleteWebAuthnDeviceRegistration UpdateMfaDeviceManagementForDirectory PutMfaDeviceManagementForDirectory CreateBearerToken DeleteBearerToken
      CreateProvisioningTenant DeleteProvisioningTenant ListProvisioningTenants ListBearerTokens
      CreateExternalIdPConfigurationForDirectory DeleteExternalIdPConfigurationForDirectory
      EnableExternalIdPConfigurationForDirectory DisableExternalIdPConfigurationForDirectory
      UpdateExternalIdPConfigurationForDirectory ImportExternalIdPCertificate DeleteExternalIdPCertificate`),
  ],
  ['rolesanywhere', words('CreateSession')],
  ['kms', words('RotateKey DeleteKey DeleteKeyMaterial SynchronizeMultiRegionKey DeleteExpiredKeyMaterial')],
  [
    's3',
    words(`ListAllMyBuckets ListBucket ListBucketVersions ListBucketMultipartUploads ListMultipartUploadParts HeadBucket
      PostObject PreflightRequest GetObjectTorrent DeleteMultipleObjects GetService GetBucketReplication
      GetBucketObjectLockConfiguration PutBucketObjectLockConfiguration GetBucketPublicAccessBlock
      PutBucketPublicAccessBlock DeleteBucketPublicAccessBlock GetAccountPublicAccessBlock PutAccountPublicAccessBlock
      DeleteAccountPublicAccessBlock GetAccelerateConfiguration PutAccelerateConfiguration GetBucketRequestPay
      PutBucketRequestPay GetBucketLogging GetBucketVersions GetBucketLifecycle PutBucketLifecycle
      DeleteBucketLifecycle DeleteBucketReplication PutBucketReplication GetBucketNotification PutBucketNotification
      GetBucketEncryption PutBucketEncryption DeleteBucketEncryption GetBucketTagging GetBucketPolicyStatus
      GetBucketVersioning PutBucketInventoryConfiguration PutBucketAnalyticsConfiguration PutBucketMetricsConfiguration
      JobCreated JobStatusChanged`),
  ],
  ['lambda', words('InvokeFunction')],
  [
    'ec2',
    words(`SharedSnapshotVolumeCreated SharedSnapshotCopyInitiated BidEvictedEvent BidFulfilledEvent
      RegisterManagedInstance`),
  ],
  ['ssm', words('UpdateInstanceInformation RegisterManagedInstance ExecuteAutomation RequestManagedInstanceRoleToken')],
  ['ssmmessages', words('CreateControlChannel CreateDataChannel OpenControlChannel OpenDataChannel')],
  [
    'ec2messages',
    words('AcknowledgeMessage DeleteMessage FailMessage GetEndpoint GetMessages SendHeartbeat SendReply'),
  ],
  ['billingconsole', words('SetContactAddress')],
  [
    'organizations',
    words(`CreateAccountResult AccountJoinedOrganization AccountDepartedOrganization InviteAccountToOrganization
      LeaveOrganization CreateOrganizationalUnit`),
  ],
  [
    'controltower',
    words(`CreateManagedAccount UpdateManagedAccount EnableGuardrail DisableGuardrail SetupLandingZone UpdateLandingZone
      RegisterOrganizationalUnit DeregisterOrganizationalUnit PrecheckOrganizationalUnit`),
  ],
  [
    'secretsmanager',
    words(`RotationStarted RotationSucceeded RotationFailed RotationAbandoned TestRotationStarted
      TestRotationSucceeded TestRotationFailed SecretVersionDeletion StartSecretVersionDelete CancelSecretVersionDelete
      EndSecretVersionDelete DeleteSecret`),
  ],
  ['ecr', words('PolicyExecutionEvent ReplicateImage')],
  [
    'cloudshell',
    words(`CreateEnvironment CreateSession DeleteEnvironment GetEnvironmentStatus GetFileDownloadUrls
      GetFileUploadUrls PutCredentials StartEnvironment StopEnvironment SendHeartBeat DescribeEnvironments
      RedeemCode GetLayout UpdateLayout DeleteSession`),
  ],
  [
    'cognito-idp',
    words(`SignUp_POST Token_POST Login_GET Login_POST Authorize_GET Error_GET CognitoAuthentication
      SAML2Response_POST OAuth2Response_GET Confirm_POST ConfirmForgotPassword_POST ForgotPassword_POST
      Logout_GET UserInfo_GET UserInfo_POST OAuth2_Authorize_GET Signup_GET ResendCode_POST`),
  ],
  ['notifications', words('ListNotificationHubs')],
  ['support', words('DescribeCaseSummaries SearchForCases DescribeSupportLevelSummary')],
]);

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/u);
}
